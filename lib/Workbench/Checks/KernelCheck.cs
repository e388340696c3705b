using SuperResolution.Workbench.Kernel;

namespace SuperResolution.Workbench.Checks;

/// <summary>
/// The kernel is installed for Jupyter, starts, and executes a cell over its sockets. Installs it where Jupyter is there and the kernel is
/// not.
/// </summary>
/// <param name="patience">How long the kernel may take to answer.</param>
internal sealed class KernelCheck(TimeSpan patience) : ICheck
{
    public string Title => "Kernel";

    public Task<CheckResult> RunAsync()
    {
        var jupyter = KernelSpec.OnPath("jupyter");
        var found = Installed();
        var isNew = found is null && jupyter;
        if (isNew) found = KernelSpec.Install(KernelSpec.Target(null), KernelSpec.Own);
        IReadOnlyList<string> command = found is null ? OwnProgram.Command : KernelSpec.CommandOf(found);
        if (command.Where(Path.IsPathRooted).FirstOrDefault(part => !File.Exists(part)) is { } lost)
            return Task.FromResult(CheckResult.Bad($"{found} starts {lost}, which does not exist. 'kernel install' writes it anew."));
        using var probe = new KernelProbe(command, patience);
        var said = probe.Run("Console.Write(6 * 7);");
        if (said != "42")
            return Task.FromResult(CheckResult.Bad($"The kernel answered '{said}' instead of 42 ({string.Join(' ', command)})."));
        if (found is null)
            return Task.FromResult(CheckResult.Lacking(
                "runs a cell, but Jupyter was not found: notebooks run with 'run' and in VS Code ('kernel install' tells it)."));
        return Task.FromResult(CheckResult.Good(
            $"{(isNew ? "installed now" : "installed")} ({found}), runs a " +
            $"cell{(jupyter ? "" : "; Jupyter was not found, VS Code does without")}"));
    }

    private static string? Installed() =>
        KernelSpec.Find(KernelSpec.Places).Where(kernel => kernel.IsOurs).OrderBy(kernel => kernel.Name != KernelSpec.Own)
            .Select(kernel => kernel.Folder).FirstOrDefault();
}
