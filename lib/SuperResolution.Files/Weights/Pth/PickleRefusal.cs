namespace SuperResolution.Weights.Pth;

/// <summary>Why a pickle is not read, and what its owner can do.</summary>
internal static class PickleRefusal
{
    private const string Advice = "In PyTorch, on a machine where you trust the file, load it and save the weights alone, "
        + "torch.save(model.state_dict(), \"weights.pth\"), or save them as safetensors";

    /// <summary>A call of something that is not on the list.</summary>
    public static InvalidDataException OfCall(object? target, object?[] arguments, PickleInput input)
    {
        if (target is not PickleGlobal global) return new("its pickle calls something that is not a function: it is damaged");
        // copyreg._reconstructor(cls, object, None) and the like: the class says more than the helper.
        var inner = arguments.OfType<PickleGlobal>().FirstOrDefault(argument => argument.Kind == GlobalKind.Unknown);
        return inner is not null && !IsModule(global.FullName, input) ? OfName($"{global.FullName}({inner.FullName})", input)
            : OfName(global.FullName, input);
    }

    /// <summary>A function or class that is not on the list.</summary>
    public static InvalidDataException OfName(string name, PickleInput input) => IsModule(name, input)
        ? OfModule(name)
        : name.StartsWith("torch.distributed.", StringComparison.Ordinal)
        ? new($"it is one part of a model that was trained on several machines ('{ForeignText.Show(name)}'): its tensors are in pieces. " +
            "Join them in PyTorch and save model.state_dict()")
        : new($"its pickle wants to run the Python function or class '{ForeignText.Show(name)}', and this reader runs nothing: "
            + $"it takes tensors, numbers, text and plain containers of them. {Advice}");

    /// <summary>A whole network with its class.</summary>
    public static InvalidDataException OfModule(string name) =>
        new($"it pickles a whole torch.nn.Module, an object of the Python class '{ForeignText.Show(name)}', instead of a state dict; "
            + $"to read it, the code of that class would have to run, and this reader runs nothing. {Advice}");

    /// <summary>An object that gets its state from the pickle.</summary>
    public static InvalidDataException OfState(object? target, PickleInput input) => target is PickleGlobal global
        ? OfName(global.FullName, input)
        : new("its pickle sets the inner state of an object of the type " +
            $"'{(target is PthTensor ? "torch.Tensor" : target?.GetType().Name ?? "NoneType")}', which this reader never does. {Advice}");

    private static bool IsModule(string name, PickleInput input) =>
        name.StartsWith("torch.nn.", StringComparison.Ordinal) || (input.IsNear("_parameters"u8) && input.IsNear("_buffers"u8));
}
