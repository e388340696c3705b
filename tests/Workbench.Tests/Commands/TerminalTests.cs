using System.Reflection;
using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Weights;
using SuperResolution.Workbench.Commands;
using SuperResolution.Workbench.Report;

namespace SuperResolution.Workbench.Tests.Commands;

/// <summary>What others wrote reaches a terminal as text: nothing that it obeys, nothing that looks like another line.</summary>
public sealed class TerminalTests : IDisposable
{
    /// <summary>Sets a title, clears the screen, goes back, turns the direction, is an 8-bit control, and begins a line.</summary>
    private const string Evil = "\u001b]0;title\u0007\u001b[2J\r\b\u202e\u009b31m\u007f", Shown = "␛]0;title␇␛[2J␍␈��31m␡";

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter said = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_character_that_is_obeyed_becomes_one_that_is_seen()
    {
        Assert.Equal(Shown, PlainText.Text(Evil));
        Assert.Equal("a\tb\nc\nd", PlainText.Text("a\tb\nc\r\nd"));
        Assert.Equal("photo ␊✓ 36.66 dB ×3", PlainText.Line("photo \n✓ 36.66 dB ×3"));
        for (var code = 0; code < 0x10000; code++)
        {
            if (char.IsControl((char)code) && code is not ('\n' or '\t'))
                Assert.False(char.IsControl(PlainText.Text([(char)code])[0]), $"U+{code:X4}");
        }
    }

    [Fact]
    public async Task Every_way_to_write_goes_through_it()
    {
        using var writer = new TerminalWriter(said) { NewLine = "\n" };
        writer.Write(Evil);
        foreach (var character in Evil) writer.Write(character);
        writer.Write(Evil.ToCharArray());
        writer.Write(Evil.AsSpan());
        writer.Write("{0}", Evil);
        writer.WriteLine(Evil + "\nforged");
        writer.WriteLine("{0}", Evil);
        await writer.WriteAsync(Evil);
        await writer.WriteLineAsync(Evil);
        Assert.Equal(string.Concat(Enumerable.Repeat(Shown, 5)) + $"{Shown}␊forged\n{Shown}\n{Shown}{Shown}\n",
            said.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Markup_tables_and_progress_show_it_and_keep_their_own_colours()
    {
        var console = Guarded(AnsiSupport.Yes);
        var evil = Evil.Replace("\r", "", StringComparison.Ordinal); // which begins another line there
        console.MarkupLineInterpolated($"[green]{evil}[/]");
        console.Write(new Spectre.Console.Table().AddColumn(Markup.Escape(evil)).AddRow("a wide cell, so that the head is not cut"));
        console.Progress().Start(progress => progress.AddTask(Markup.Escape(evil)).Increment(100));
        new RunProgress(console).CellStarted(
            1, 1, new SuperResolution.Workbench.Notebooks.NotebookCell(
                new() { ["cell_type"] = "code", ["source"] = $"var x = 1; // {evil}" }, 0));
        console.Lines().WriteLine(evil);
        var text = said.ToString();
        Assert.True(text.Split(PlainText.Line(evil)).Length > 4, text);
        Assert.Contains("\u001b[", text); // the kit's own
        foreach (var part in new[] { "\u001b]", "\u001b[2J\r", "\u0007", "\b", "\u202e", "\u009b", "\u007f" })
            Assert.DoesNotContain(part, text);
    }

    [Fact]
    public void Redirected_tables_are_not_cut()
    {
        var console = Guarded(AnsiSupport.No);
        var row = new string('x', 300);
        console.Write(new Spectre.Console.Table().AddColumns("a", "b").AddRow(row, row));
        Assert.Equal(3, said.ToString().Split(row).Length);
        var list = Workbench("data", "list").Out;
        Assert.All(Catalogue.Default.Sets, set => Assert.Contains($"{set.Purpose.Split(':')[0]} ", list));
    }

    [Fact]
    public void Names_of_files_and_tensors_are_neither_options_nor_codes()
    {
        SyntheticImages.Facade(1, 16, 16).Save(folder.File("@evil.png"));
        SyntheticImages.Facade(1, 16, 16).Save(folder.File("--overwrite.png"));
        var (code, said, error) = Workbench("upscale", "@evil.png", "--", "--overwrite.png");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("@evil-x2.png", said);
        Assert.True(File.Exists(folder.File("@evil-x2.png")) && File.Exists(folder.File("--overwrite-x2.png")));

        if (OperatingSystem.IsWindows()) return; // no such names there
        SyntheticImages.Facade(1, 16, 16).Save(folder.File($"{Evil}\nforged.png"));
        folder.Write("broken\u001b[31m.png", "no picture");
        (code, said, error) = Workbench("upscale", $"{Evil}\nforged.png", "broken\u001b[31m.png", "--out", "results");
        Assert.Equal(1, code);
        Assert.StartsWith($"{Shown}␊forged.png (16×16 RGB) → ", said);
        Assert.Single(said.Trim().Split('\n'));
        Assert.Contains("broken␛[31m.png", error);
        Assert.DoesNotContain("\u001b", said + error);

        using (var tensor = TorchSharp.torch.zeros(1))
            SafetensorsFile.Write(folder.File("evil.safetensors"),
                new Dictionary<string, TorchSharp.torch.Tensor> { [Evil + "\nforged"] = tensor });
        (code, _, error) = Workbench("upscale", "@evil.png", "--weights", "evil.safetensors", "--overwrite");
        Assert.Equal(1, code);
        Assert.DoesNotContain("\u001b", error);
        Assert.Single(error.Trim().Split('\n'));

        (code, _, error) = Workbench("upscale", $"--{Evil}");
        Assert.Equal(1, code);
        Assert.DoesNotContain("\u001b", error);
    }

    [Fact]
    public void Pages_of_a_report_hold_it_as_text() =>
        Assert.Contains($"<title>{Shown}</title>",
            Page.Html(Evil, $"<pre>{TerminalText.Html("\u001b]0;x\u0007")}</pre>", []) is var page
            && !page.Any(c => char.IsControl(c) && c is not ('\n' or '\t')) ? page : "");

    [Fact]
    public void Any_exception_is_one_sentence()
    {
        Assert.Equal("what, where, what next", BadInput.Sentence(new BadInputException("what, where,\nwhat next")));
        Assert.Equal("the disk is full And 1 more error.",
            BadInput.Sentence(new AggregateException(
                new AggregateException(new NullReferenceException()), new IOException("the disk is full"))));
        Assert.Equal("broken", BadInput.Sentence(
            new TargetInvocationException(new TypeInitializationException("x", new DataSetException("broken")))));
        var ours = Assert.Throws<ArgumentException>(() => _ = new SelfRefusing().Value);
        Assert.Equal("refused here", BadInput.Sentence(ours));
        var foreign = Assert.Throws<InvalidOperationException>(() => new List<int>().Single());
        Assert.Matches(@"^InvalidOperationException: Sequence contains no elements\. The kit did not expect this in SuperResolution\..*" +
            ": please report it", BadInput.Sentence(foreign));
        Assert.Matches(@"^ExternalException: shapes differ\. The kit did not expect this: please report it",
            BadInput.Sentence(new System.Runtime.InteropServices.ExternalException("shapes differ\nException raised from x at y.cpp")));
        Assert.True(BadInput.Sentence(new BadInputException(new string('x', 1 << 20))).Length < 3000);
    }

    [Fact]
    public void A_picture_that_fails_unforeseen_keeps_no_other_from_being_done()
    {
        Directory.CreateDirectory(folder.File("photos"));
        foreach (var name in new[] { "a", "b", "c" })
            SyntheticImages.Facade(1, name == "b" ? 20 : 16, 16).Save(folder.File($"photos/{name}.png"));
        var errors = new StringWriter();
        Assert.Equal(1, UpscaleCommand.Run([folder.File("photos")], new Choosy(), new(), Guarded(AnsiSupport.No), errors));
        Assert.Equal(["a.png", "c.png"], Directory.GetFiles(folder.File("photos-x2")).Select(Path.GetFileName).Order());
        Assert.Contains("1 of 3 pictures could not be upscaled.", errors.ToString());
        Assert.Equal(2, errors.ToString().Trim().Split('\n').Length);
    }

    /// <summary>Only what is guarded writes: whoever goes around it is found here.</summary>
    [Fact]
    public void Nothing_goes_around_it()
    {
        var around = Directory.GetFiles(Path.Combine(Checkout.Root, "lib"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("Terminal.cs", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file) is var code
                && (code.Contains("Profile.Out", StringComparison.Ordinal) || code.Contains("OpenStandardOutput", StringComparison.Ordinal)
                || code.Contains("OpenStandardError", StringComparison.Ordinal)));
        Assert.Empty(around);
    }

    private (int Code, string Out, string Error) Workbench(params string[] arguments) =>
        WorkbenchProcess.Finish(WorkbenchProcess.Start(arguments, start => start.WorkingDirectory = folder.Path));

    private IAnsiConsole Guarded(AnsiSupport ansi)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi,
            ColorSystem = ansi == AnsiSupport.Yes ? ColorSystemSupport.TrueColor : ColorSystemSupport.NoColors,
            Interactive = ansi == AnsiSupport.Yes ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(said),
        });
        Terminal.Guard(console, redirected: true);
        return console;
    }

    private sealed class SelfRefusing
    {
        public int Value => throw new ArgumentException("refused here");
    }

    /// <summary>Fails as a defect would: on pictures of 20 columns.</summary>
    private sealed class Choosy : Imaging.Upscaler
    {
        public override string Name => "Choosy";

        public override int Scale => 2;

        public override bool RestoresLuma => true;

        public override TorchSharp.torch.Tensor Upscale(TorchSharp.torch.Tensor lr) =>
            lr.size(3) == 20 ? throw new IndexOutOfRangeException() : Imaging.Interpolation.Nearest(2).Upscale(lr);
    }
}
