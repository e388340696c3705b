using System.Runtime.CompilerServices;

namespace SuperResolution.Workbench.Tests;

/// <summary>The checkout that these tests belong to.</summary>
internal static class Checkout
{
    public static string Root { get; } = SuperResolution.Workbench.Commands.Repository.Root(Path.GetDirectoryName(Here())!);

    private static string Here([CallerFilePath] string file = "") => file;
}
