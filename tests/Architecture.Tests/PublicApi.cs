using Mono.Cecil;

namespace SuperResolution.Architecture;

/// <summary>What an assembly offers to others, a line for each type and member, as compiled code has it (without nullability).</summary>
internal static class PublicApi
{
    private static readonly Dictionary<string, string> keywords = new()
    {
        ["System.Boolean"] = "bool",
        ["System.Byte"] = "byte",
        ["System.SByte"] = "sbyte",
        ["System.Int16"] = "short",
        ["System.UInt16"] = "ushort",
        ["System.Int32"] = "int",
        ["System.UInt32"] = "uint",
        ["System.Int64"] = "long",
        ["System.UInt64"] = "ulong",
        ["System.Single"] = "float",
        ["System.Double"] = "double",
        ["System.Char"] = "char",
        ["System.String"] = "string",
        ["System.Object"] = "object",
        ["System.Void"] = "void",
    };

    public static IReadOnlyList<string> Of(ModuleDefinition module) =>
        [.. module.GetTypes().Where(IsVisible).SelectMany(Lines).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Lines(TypeDefinition type)
    {
        var name = FullName(type);
        yield return $"{name}: {Kind(type)}";
        foreach (var above in Base(type).Concat(type.Interfaces.Select(one => one.InterfaceType).Where(IsOffered)))
            yield return $"{name}: is a {Name(above)}";
        if (Kind(type).StartsWith("delegate", StringComparison.Ordinal)) yield break;
        foreach (var field in type.Fields.Where(field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName))
            yield return type.IsEnum ? $"{name}.{field.Name} = {field.Constant}"
                : $"{name}.{field.Name}: {Access(field.IsFamily, field.IsStatic)}{Name(field.FieldType)}";
        foreach (var property in type.Properties.Where(property => property.Name != "EqualityContract"))
        {
            MethodDefinition?[] both = [property.GetMethod, property.SetMethod];
            var accessors = both.OfType<MethodDefinition>().Where(accessor => IsVisible(accessor) && !IsOverride(accessor)).ToList();
            if (accessors.Count == 0) continue;
            var index = property.HasParameters ? $"[{Parameters(property.Parameters)}]" : "";
            yield return $"{name}.{property.Name}{index}: {Access(accessors.All(a => a.IsFamily), accessors[0].IsStatic)}" +
                $"{Name(property.PropertyType)} {{ {string.Join(' ', accessors.Select(Accessor))} }}";
        }
        foreach (var happening in type.Events.Where(happening => IsVisible(happening.AddMethod)))
            yield return $"{name}.{happening.Name}: event {Name(happening.EventType)}";
        foreach (var method in type.Methods.Where(method => IsVisible(method) && !IsHidden(method)))
            yield return $"{name}.{(method.IsConstructor ? "new" : method.Name)}{Generic(method)}({Parameters(method.Parameters)})" +
                (method.IsConstructor ? "" : $": {Access(method.IsFamily, method.IsStatic)}{Name(method.ReturnType)}");
    }

    private static bool IsVisible(TypeDefinition type) =>
        (type.IsPublic || type.IsNestedPublic || type.IsNestedFamily) && !type.Name.Contains('<')
        && (type.DeclaringType is null || IsVisible(type.DeclaringType));

    private static bool IsVisible(MethodDefinition method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>Accessors stand with their property; what the compiler writes for records, and overrides, are nobody's decision.</summary>
    private static bool IsHidden(MethodDefinition method) =>
        (method.IsSpecialName && !method.IsConstructor && !method.Name.StartsWith("op_", StringComparison.Ordinal))
        || method.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "CompilerGeneratedAttribute")
        || IsOverride(method) || method.Name.Contains('<');

    private static bool IsOverride(MethodDefinition method) => method.IsVirtual && method.IsReuseSlot;

    private static string Kind(TypeDefinition type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.BaseType?.FullName == "System.MulticastDelegate" && type.Methods.Single(method => method.Name == "Invoke") is var invoke
            ? $"delegate {Name(invoke.ReturnType)}({Parameters(invoke.Parameters)})"
        : (type.IsAbstract ? type.IsSealed ? "static " : "abstract " : type.IsSealed && !type.IsValueType ? "sealed " : "")
            + (type.Methods.Any(method => method.Name == "<Clone>$" || method.Name == "PrintMembers") ? "record " : "")
            + (type.IsValueType ? "struct" : "class");

    private static IEnumerable<TypeReference> Base(TypeDefinition type) =>
        type.BaseType is { FullName: not ("System.Object" or "System.ValueType" or "System.Enum" or "System.MulticastDelegate") } known
            ? [known] : [];

    private static bool IsOffered(TypeReference type) =>
        type.GetElementType() is not TypeDefinition { IsNotPublic: true } and not { Name: "IEquatable`1" };

    private static string Access(bool isProtected, bool isStatic) => (isProtected ? "protected " : "") + (isStatic ? "static " : "");

    private static string Accessor(MethodDefinition method) =>
        method.IsGetter ? "get;"
        : method.ReturnType is RequiredModifierType { ModifierType.Name: "IsExternalInit" } ? "init;" : "set;";

    private static string Generic(MethodDefinition method) =>
        method.HasGenericParameters ? $"<{string.Join(", ", method.GenericParameters.Select(one => one.Name))}>" : "";

    private static string Parameters(IEnumerable<ParameterDefinition> parameters) => string.Join(", ", parameters.Select(parameter =>
        $"{Passed(parameter)}{Name(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? $" = {Default(parameter)}" : "")}"));

    private static string Passed(ParameterDefinition parameter) =>
        parameter.IsOut ? "out " : parameter.ParameterType.IsByReference ? "ref " : "";

    private static string Default(ParameterDefinition parameter) =>
        parameter.Constant switch { null => "default", string text => $"\"{text}\"", var value => $"{value}" };

    private static string FullName(TypeDefinition type) =>
        type.DeclaringType is { } outer ? $"{FullName(outer)}.{Short(type)}" : $"{type.Namespace}.{Short(type)}";

    private static string Short(TypeDefinition type) => type.Name.Split('`')[0]
        + (type.HasGenericParameters ? $"<{string.Join(", ", type.GenericParameters.Select(one => one.Name))}>" : "");

    private static string Name(TypeReference type) => type switch
    {
        ByReferenceType reference => Name(reference.ElementType),
        IModifierType modified => Name(modified.ElementType),
        ArrayType array => Name(array.ElementType) + $"[{new string(',', array.Rank - 1)}]",
        PointerType pointer => Name(pointer.ElementType) + "*",
        GenericInstanceType { ElementType.FullName: "System.Nullable`1" } nullable => Name(nullable.GenericArguments[0]) + "?",
        GenericInstanceType tuple when tuple.ElementType.FullName.StartsWith("System.ValueTuple`", StringComparison.Ordinal) =>
            $"({string.Join(", ", tuple.GenericArguments.Select(Name))})",
        GenericInstanceType generic => $"{Name(generic.ElementType)}<{string.Join(", ", generic.GenericArguments.Select(Name))}>",
        { DeclaringType: { } outer, IsGenericParameter: false } => $"{Name(outer)}.{type.Name.Split('`')[0]}",
        _ => keywords.GetValueOrDefault(type.FullName) ?? type.Name.Split('`')[0],
    };
}
