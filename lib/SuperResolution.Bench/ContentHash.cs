using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace SuperResolution.Metrics;

/// <summary>
/// What an object computes with, as a checksum: the values of all tensors, settings and functions that it holds, down to the last one.
/// </summary>
/// <remarks>
/// Types and functions count by their name and, unless they are the kit's or a library's of it, by the build that they come from: a class
/// of a notebook is another one when its cell has been changed, or a class that it uses. What the kit's own code computes,
/// <see cref="ResultKey.CodeVersion"/> says. Static fields are not seen.
/// </remarks>
internal sealed class ContentHash : IDisposable
{
    private static readonly Assembly[] kit = [typeof(Imaging.Upscaler).Assembly, typeof(Datasets.FileHash).Assembly,
        typeof(ContentHash).Assembly, typeof(Tensor).Assembly];

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<object, int> seen = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Assembly, string> builds = [];
    private bool isForeign;

    private ContentHash()
    {
    }

    /// <summary>The checksum; null where the object holds something that cannot be seen through, e.g. an open file.</summary>
    /// <param name="content">What is asked about.</param>
    /// <param name="isForeign">Whether it runs code that is neither the kit's nor a library's of it.</param>
    public static string? Of(object content, out bool isForeign)
    {
        using var walk = new ContentHash();
        var hash = walk.Add(content) ? Convert.ToHexStringLower(walk.hash.GetHashAndReset()) : null;
        isForeign = hash is null || walk.isForeign;
        return hash;
    }

    public void Dispose() => hash.Dispose();

    private bool Add(object? value)
    {
        switch (value)
        {
            case null:
                return Text("null");
            case string text:
                return Text(text);
            case IConvertible or Guid or TimeSpan or Half or Index or Range: // numbers, truth values, enumerations
                return Text($"{value.GetType()} {Convert.ToString(value, CultureInfo.InvariantCulture)}");
            case SafeHandle or IntPtr or UIntPtr or Lock:
                return true; // of native objects, whose values are those of the tensors; no part of what is computed
            case Type type:
                return Text(Name(type));
        }
        if (!value.GetType().IsValueType)
        {
            if (seen.TryGetValue(value, out var before)) return Text($"object {before}");
            seen.Add(value, seen.Count);
        }
        return value switch
        {
            Tensor tensor => Values(tensor),
            Delegate function => function.GetInvocationList().All(one =>
                Text($"{Name(one.Method.DeclaringType!)} {one.Method}") && Add(one.Target)),
            byte[] bytes => Text($"{bytes.Length} bytes") && Bytes(bytes),
            double[] numbers => Text($"{numbers.Length} numbers") && Bytes(MemoryMarshal.AsBytes<double>(numbers)),
            float[] numbers => Text($"{numbers.Length} numbers") && Bytes(MemoryMarshal.AsBytes<float>(numbers)),
            IEnumerable items when IsList(value.GetType()) => Text("list") && items.Cast<object?>().All(Add) && Text("end"),
            _ => IsTransparent(value.GetType()) && Text(Name(value.GetType())) && Fields(value),
        };
    }

    private bool Fields(object value)
    {
        if (value is nn.Module module) Text($"training {module.training}"); // in the native object
        for (var type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
                | BindingFlags.DeclaredOnly).OrderBy(field => field.MetadataToken))
                if (!field.FieldType.IsPointer && !(Text(field.Name) && Add(field.GetValue(value)))) return false;
        }
        return true;
    }

    private bool Values(Tensor tensor)
    {
        if (tensor.IsInvalid) return Text("no tensor");
        using var scope = NewDisposeScope();
        var values = tensor.detach().cpu().contiguous();
        return Text($"{values.dtype} {string.Join('×', values.shape)}") && Bytes(values.bytes);
    }

    private bool Text(string text) => Bytes(Encoding.UTF8.GetBytes($"{text.Length} {text}\n"));

    private bool Bytes(ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        return true;
    }

    private static bool IsList(Type type) => type.IsArray || type.Name.StartsWith("<>z__", StringComparison.Ordinal) // [.. x]
        || (type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) ?? false);

    // Other classes of .NET lead to threads, files and half of the system.
    private static bool IsTransparent(Type type) => type.IsValueType || !IsOfDotNet(type.Assembly);

    private string Name(Type type)
    {
        var isOurs = kit.Contains(type.Assembly);
        if (isOurs ? !type.Name.Contains('<') : IsOfDotNet(type.Assembly)) return type.ToString();
        // Names that the compiler makes ("<>c__DisplayClass3_0") are another function's after a change beside them.
        isForeign |= !isOurs;
        if (!builds.TryGetValue(type.Assembly, out var build))
        {
            var called = new Dictionary<Assembly, Guid>();
            Collect(type.Assembly, called);
            builds[type.Assembly] = build = string.Join(' ', called.Values.Order());
        }
        return $"{type} of {build}";
    }

    /// <summary>The builds of an assembly and of all that it calls, but for the kit's and .NET's.</summary>
    private static void Collect(Assembly assembly, Dictionary<Assembly, Guid> builds)
    {
        if (!builds.TryAdd(assembly, assembly.ManifestModule.ModuleVersionId) || assembly.IsDynamic) return;
        var called = assembly.GetReferencedAssemblies().Select(name => name.FullName).ToHashSet();
        foreach (var other in AppDomain.CurrentDomain.GetAssemblies())
            if (called.Contains(other.FullName!) && !kit.Contains(other) && !IsOfDotNet(other)) Collect(other, builds);
    }

    private static bool IsOfDotNet(Assembly assembly) => assembly.GetName().Name is { } name
        && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal));
}
