using System.CommandLine;
using SuperResolution.Workbench.Kernel;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>kernel install | uninstall | list | start</c>: the workbench as a Jupyter kernel.</summary>
internal static class KernelCommand
{
    public static Command Create() =>
        new("kernel", "The kernel for C# that Jupyter, VS Code and nbconvert run notebooks with")
        {
            Install(), Uninstall(), List(), Start(),
        };

    private static Option<DirectoryInfo?> Prefix() =>
        new("--prefix")
        {
            Description =
            "Install below this folder (share/jupyter/kernels), for example a virtual environment [default: for this user]"
        };

    private static Command Install()
    {
        var prefix = Prefix();
        var command = new Command("install",
            $"Tell Jupyter of the kernel: as {KernelSpec.Own}, and as {KernelSpec.Shared} where nobody else has that name") { prefix };
        command.SetAction(parse =>
        {
            var place = KernelSpec.Target(parse.GetValue(prefix)?.FullName);
            Console.WriteLine(KernelSpec.Install(place, KernelSpec.Own));
            if (KernelSpec.Find(KernelSpec.Places.Append(place))
                .FirstOrDefault(k => k.Name == KernelSpec.Shared && !k.IsOurs) is { Folder: not null } other)
                Console.WriteLine($"{KernelSpec.Shared} belongs to another kernel ({other.Folder}) and stays as it is; choose " +
                    $"'{KernelSpec.Own}' in the front end.");
            else
                Console.WriteLine(KernelSpec.Install(place, KernelSpec.Shared));
            if (!KernelSpec.OnPath("jupyter"))
                Console.WriteLine("Jupyter itself was not found on this machine's PATH. VS Code finds the kernel without it (extension " +
                    "Jupyter, 'Select Kernel', 'Jupyter Kernel…'); for the browser install it, e.g. 'apt install jupyter-notebook' or " +
                    "'pip install jupyterlab'.");
            return 0;
        });
        return command;
    }

    private static Command Uninstall()
    {
        var prefix = Prefix();
        var command = new Command("uninstall", "Take the kernel away again; kernels of others stay") { prefix };
        command.SetAction(parse =>
        {
            var ours = KernelSpec.Find([KernelSpec.Target(parse.GetValue(prefix)?.FullName)]).Where(k => k.IsOurs).ToList();
            foreach (var (_, folder, _) in ours)
            {
                Directory.Delete(folder, recursive: true);
                Console.WriteLine($"removed {folder}");
            }
            if (ours.Count == 0)
                Console.WriteLine($"There is none of this kit's kernels in {KernelSpec.Target(parse.GetValue(prefix)?.FullName)}.");
            return 0;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Every kernel that Jupyter finds, this kit's marked with *");
        command.SetAction(_ =>
        {
            var found = KernelSpec.Find(KernelSpec.Places).ToList();
            foreach (var (name, folder, isOurs) in found) Console.WriteLine($"{(isOurs ? "*" : " ")} {name,-20} {folder}");
            if (found.Count == 0)
                Console.WriteLine("No kernels are installed. 'kernel install' writes one; looked in: " +
                    $"{string.Join(", ", KernelSpec.Places)}.");
            return 0;
        });
        return command;
    }

    private static Command Start()
    {
        var file = new Argument<string>("connection-file") { Description = "Written by the front end" };
        var command = new Command("start", "What front ends call; people do not") { file };
        command.SetAction(parse =>
        {
            using var kernel = new JupyterKernel(ConnectionFile.Read(parse.GetValue(file)!));
            kernel.Run();
            return 0;
        });
        return command;
    }
}
