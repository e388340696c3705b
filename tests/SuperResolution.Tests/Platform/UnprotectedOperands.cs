using System.Runtime.InteropServices;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace SuperResolution.Tests.Platform;

/// <summary>
/// Reads an assembly and names every place at which native code may see an object that the collector was free to finalise.
/// Written from the rule, not from the rewriting: environment/torch/KeepOperandsAlive.cs.
/// </summary>
/// <remarks>
/// A handle is what leads to native memory: a pointer, a safe handle, a structure, array or sequence of such. An instruction
/// that gets a handle from objects (a field of one, a call that takes some) is in order where the instructions right before it load
/// these objects from variables that are assigned nowhere else, and every return is preceded by GC.KeepAlive of the same variables.
/// In a loop such a variable holds the last object only: methods where that is enough are listed, with the reason.
/// A method that calls native code keeps this and all parameters, whatever it does with them.
/// </remarks>
internal sealed class UnprotectedOperands
{
    /// <summary>Type and method, and why handles of earlier turns need no owner there.</summary>
    private static readonly Dictionary<string, string> loops = new()
    {
        ["OverloadHelper.ToHandleArray"] = "returns the handles; its callers keep the array of tensors",
        ["Tensor.EncodeIndices"] = "returns the handles; its callers keep the indices",
        ["ScriptModule.DetermineArgumentTypeRefs"] = "every operand goes to the allocator, which outlives the native call",
        ["ExportedProgram.run"] = "reads them from its parameter, which is kept",
        ["AutogradContext.save_variables"] = "the node is the same in every turn",
        ["*.Dispose"] = "walks over a dictionary that has handles as keys",
    };

    private readonly ModuleDefinition module;
    private readonly List<string> found = [];

    private UnprotectedOperands(ModuleDefinition module) => this.module = module;

    /// <summary>The places, "method: what", and how many places were looked at.</summary>
    public static (IReadOnlyList<string> Places, int Looked) In(string assembly)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(RuntimeEnvironment.GetRuntimeDirectory());
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        using var module = ModuleDefinition.ReadModule(assembly, new ReaderParameters { AssemblyResolver = resolver, InMemory = true });
        var search = new UnprotectedOperands(module);
        var looked = module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).Sum(search.Look);
        return (search.found, looked);
    }

    private int Look(MethodDefinition method)
    {
        var code = method.Body.Instructions;
        var kept = Kept(method);
        var looked = 0;
        if (code.Any(IsNativeCall))
        {
            looked++;
            foreach (var parameter in Parameters(method).Where(known => IsObject(known.ParameterType) && !kept.Contains(known)))
                found.Add($"{method.FullName}: calls native code and lets go of parameter {parameter.Index} {parameter.Name}");
        }
        for (var i = 0; i < code.Count; i++)
        {
            if (code[i].OpCode.Code is Code.Ldftn or Code.Ldvirtftn) LookAtDelegate(method, (MethodReference)code[i].Operand);
            var operands = HandleOperands(code[i]);
            var first = operands.FindIndex(IsOwner);
            if (first < 0) continue;
            looked++;
            for (var j = first; j < operands.Count; j++)
            {
                if (!IsOwner(operands[j])) continue;
                var at = i - operands.Count + j;
                var variable = at < 0 ? null : Loaded(method, code[at]);
                var branched = code.Skip(at + 1).Take(operands.Count - j).Any(next => IsTarget(method, next));
                if (variable is null || branched || !kept.Contains(variable)
                    || Assignments(method, variable) > (variable is VariableDefinition ? 1 : 0))
                    found.Add($"{method.FullName}: {code[i]} reads {operands[j].Name} from what nobody keeps");
                else if (variable is VariableDefinition && Reaches(code[i], next => next == code[i]) && !MayLoop(method, code[i]))
                    found.Add($"{method.FullName}: {code[i]} in a loop");
            }
            if (!Reaches(code[i], next => next.OpCode == OpCodes.Ret)) found.Add($"{method.FullName}: {code[i]} never reaches a return");
            if (IsHolder(method) && !IsHeld(code[i])) found.Add($"{method.FullName}: {code[i]} outlives the method");
        }
        return looked;

        // Between the loads of the operands and what was before them.
        static bool IsHeld(Instruction reader)
        {
            var at = reader.Previous;
            while (at.OpCode.Code is Code.Ldloc or Code.Ldloc_S) at = at.Previous;
            return at is { OpCode.Code: Code.Stfld, Operand: FieldReference { Name: "operands" } };
        }
    }

    /// <summary>Handles leave these methods for native code, or for a caller that does not have the operands.</summary>
    private static bool IsHolder(MethodReference method) => method.Name is "ApplyFunc" or "DetermineArgumentTypeRefs";

    /// <summary>Nobody sees what a method returns that is called through a delegate.</summary>
    private void LookAtDelegate(MethodDefinition method, MethodReference target)
    {
        if (!IsHandle(target.ReturnType) || !target.Parameters.Any(parameter => IsOwner(parameter.ParameterType))) return;
        if (method.DeclaringType.Name != "OverloadHelper" && !IsHolder(method) && !IsHolder(target))
            found.Add($"{method.FullName}: a delegate returns handles ({target.FullName})");
    }

    /// <summary>Variables of which each return is preceded by GC.KeepAlive.</summary>
    private static HashSet<object> Kept(MethodDefinition method)
    {
        HashSet<object>? all = null;
        foreach (var end in method.Body.Instructions.Where(instruction => instruction.OpCode == OpCodes.Ret))
        {
            var here = new HashSet<object>();
            for (var at = end.Previous; IsKeepAlive(at) && !IsTarget(method, at.Next); at = at.Previous.Previous)
                if (Loaded(method, at.Previous) is { } variable) here.Add(variable);
            if (all is null) all = here;
            else all.IntersectWith(here);
        }
        return all ?? [];

        static bool IsKeepAlive(Instruction? instruction) =>
            instruction?.Operand is MethodReference { FullName: "System.Void System.GC::KeepAlive(System.Object)" };
    }

    private static IEnumerable<ParameterDefinition> Parameters(MethodDefinition method) =>
        method.HasThis && !method.DeclaringType.IsValueType ? method.Parameters.Prepend(method.Body.ThisParameter) : method.Parameters;

    private static object? Loaded(MethodDefinition method, Instruction instruction)
    {
        var (code, own) = (instruction.OpCode.Code, method.HasThis ? 1 : 0);
        return code switch
        {
            Code.Ldarg or Code.Ldarg_S or Code.Ldloc or Code.Ldloc_S => instruction.Operand,
            Code.Ldarg_0 when own == 1 => method.Body.ThisParameter,
            >= Code.Ldarg_0 and <= Code.Ldarg_3 => method.Parameters[code - Code.Ldarg_0 - own],
            >= Code.Ldloc_0 and <= Code.Ldloc_3 => method.Body.Variables[code - Code.Ldloc_0],
            _ => null,
        };
    }

    private static int Assignments(MethodDefinition method, object variable) =>
        method.Body.Instructions.Count(instruction => instruction.OpCode.Code switch
        {
            Code.Starg or Code.Starg_S or Code.Ldarga or Code.Ldarga_S => instruction.Operand == variable,
            Code.Stloc or Code.Stloc_S or Code.Ldloca or Code.Ldloca_S => instruction.Operand == variable,
            >= Code.Stloc_0 and <= Code.Stloc_3 => method.Body.Variables[instruction.OpCode.Code - Code.Stloc_0] == variable,
            _ => false,
        });

    private static bool IsTarget(MethodDefinition method, Instruction instruction) =>
        method.Body.Instructions.Any(other => other.Operand == instruction
            || (other.Operand is Instruction[] targets && targets.Contains(instruction)));

    private static bool Reaches(Instruction from, Func<Instruction, bool> wanted)
    {
        var (open, seen) = (new Stack<Instruction>(After(from)), new HashSet<Instruction>());
        while (open.TryPop(out var next))
        {
            if (wanted(next)) return true;
            if (!seen.Add(next)) continue;
            foreach (var after in After(next)) open.Push(after);
        }
        return false;

        static IEnumerable<Instruction> After(Instruction instruction)
        {
            if (instruction.Operand is Instruction target) yield return target;
            foreach (var branch in instruction.Operand as Instruction[] ?? []) yield return branch;
            var ends = instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw;
            if ((!ends || instruction.OpCode == OpCodes.Endfinally) && instruction.Next is not null) yield return instruction.Next;
        }
    }

    /// <summary>Listed, or the handle is a key that is looked up, or compared.</summary>
    private static bool MayLoop(MethodDefinition method, Instruction instruction) =>
        loops.ContainsKey($"{method.DeclaringType.Name}.{method.Name}") || loops.ContainsKey($"*.{method.Name}") || IsKey(instruction);

    private static bool IsKey(Instruction instruction)
    {
        var user = instruction.Next;
        if (user.OpCode.Code is >= Code.Ldloc_0 and <= Code.Ldloc_3 or Code.Ldloc_S) user = user.Next;
        return user.Operand is MethodReference { DeclaringType.Name: "HashSet`1" or "OrderedDict`2" }
            or FieldReference { FullName: "System.IntPtr System.IntPtr::Zero" };
    }

    private bool IsNativeCall(Instruction instruction) =>
        instruction.Operand is MethodReference called && called.DeclaringType.Scope == module && called.Resolve()?.IsPInvokeImpl == true;

    /// <summary>What the instruction takes from the stack, the topmost last, where it results in a handle.</summary>
    private List<TypeReference> HandleOperands(Instruction instruction) => instruction switch
    {
        { OpCode.Code: Code.Ldfld or Code.Ldflda, Operand: FieldReference field } when IsHandle(field.FieldType) =>
            [Receiver(field.DeclaringType)],
        { OpCode.Code: Code.Call or Code.Callvirt, Operand: MethodReference called } when IsHandle(Closed(called.ReturnType, called)) =>
        [
            .. called.HasThis ? [Receiver(called.DeclaringType)] : Array.Empty<TypeReference>(),
            .. called.Parameters.Select(parameter => Closed(parameter.ParameterType, called)),
        ],
        _ => [],
    };

    private static TypeReference Receiver(TypeReference type) => type.Resolve().IsValueType ? new ByReferenceType(type) : type;

    private static bool IsObject(TypeReference type) => type switch
    {
        ByReferenceType or PointerType or FunctionPointerType => false,
        GenericParameter parameter => parameter.HasReferenceTypeConstraint || parameter.Constraints.Any(constraint =>
            constraint.ConstraintType.Resolve().IsClass && constraint.ConstraintType.FullName != "System.ValueType"),
        ArrayType => true,
        _ => !type.Resolve().IsValueType,
    };

    /// <summary>What is made from a text is a copy of it.</summary>
    private static bool IsOwner(TypeReference type) => IsObject(type) && type.FullName != "System.String";

    private bool IsHandle(TypeReference type) => type switch
    {
        PointerType or FunctionPointerType => true,
        ArrayType or ByReferenceType => IsHandle(((TypeSpecification)type).ElementType),
        GenericParameter => false,
        GenericInstanceType generic => generic.Resolve().BaseType?.Name != "MulticastDelegate" && generic.GenericArguments.Any(IsHandle),
        _ when type.FullName is "System.IntPtr" or "System.UIntPtr" => true,
        _ when type.Scope != module => false,
        _ when type.Resolve() is { IsValueType: true, IsEnum: false } structure =>
            structure.Fields.Any(field => !field.IsStatic && field.FieldType.FullName != type.FullName && IsHandle(field.FieldType)),
        _ => type.Resolve().BaseType?.FullName == typeof(SafeHandle).FullName,
    };

    private static TypeReference Closed(TypeReference type, MethodReference called) => type switch
    {
        GenericParameter { Type: GenericParameterType.Method } parameter =>
            called is GenericInstanceMethod instance ? instance.GenericArguments[parameter.Position] : parameter,
        GenericParameter parameter =>
            called.DeclaringType is GenericInstanceType instance ? instance.GenericArguments[parameter.Position] : parameter,
        ArrayType array => new ArrayType(Closed(array.ElementType, called)),
        ByReferenceType reference => new ByReferenceType(Closed(reference.ElementType, called)),
        GenericInstanceType open => Closed(open, called),
        _ => type,
    };

    private static GenericInstanceType Closed(GenericInstanceType open, MethodReference called)
    {
        var closed = new GenericInstanceType(open.ElementType);
        foreach (var argument in open.GenericArguments) closed.GenericArguments.Add(Closed(argument, called));
        return closed;
    }
}
