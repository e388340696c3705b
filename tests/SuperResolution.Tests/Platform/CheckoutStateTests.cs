using System.ComponentModel;
using System.Diagnostics;
using SuperResolution.Platform;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Platform;

public sealed class CheckoutStateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Says_what_git_says_in_a_checkout_and_in_a_worktree()
    {
        Assert.Null(CheckoutState.Of(null));
        Assert.Null(CheckoutState.Of(folder.FullName));
        var main = folder["main"];
        Git(folder.FullName, "init", "-q", main);
        Assert.Null(CheckoutState.Of(main)); // no commit yet
        File.WriteAllText(Path.Combine(main, "file"), "1");
        Git(main, "add", "file");
        Git(main, "commit", "-qm", "first");
        Assert.Equal(new CheckoutState(Git(main, "rev-parse", "HEAD"), false), CheckoutState.Of(main));

        Git(main, "worktree", "add", "-q", folder["tree"], "-b", "side");
        Git(main, "pack-refs", "--all");
        Assert.Equal(new CheckoutState(Git(main, "rev-parse", "HEAD"), false), CheckoutState.Of(folder["tree"]));
        File.WriteAllText(Path.Combine(folder["tree"], "file"), "2");
        Assert.Equal(new CheckoutState(Git(main, "rev-parse", "HEAD"), true), CheckoutState.Of(folder["tree"]));
        Git(folder["tree"], "checkout", "-q", "--detach", "-f");
        Assert.Equal(new CheckoutState(Git(main, "rev-parse", "HEAD"), false), CheckoutState.Of(folder["tree"]));
    }

    [Fact]
    public void A_damaged_repository_is_no_error()
    {
        Directory.CreateDirectory(folder[".git"]);
        Assert.Null(CheckoutState.Of(folder.FullName));
        File.WriteAllText(folder[".git/HEAD"], "ref: refs/heads/absent\n");
        Assert.Null(CheckoutState.Of(folder.FullName));
        File.WriteAllText(folder[".git/HEAD"], "nonsense");
        Assert.Null(CheckoutState.Of(folder.FullName));
    }

    private static string Git(string where, params string[] arguments)
    {
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo("git", ["-C", where, "-c", "user.name=test", "-c", "user.email=test@localhost", "-c",
                "init.defaultBranch=main", .. arguments])
                { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs git");
            return "";
        }
    }
}
