using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Tests.Notebooks;

public class CellOutputTests
{
    [Fact]
    public void Text_is_cut_at_the_limit_with_a_notice()
    {
        var output = new CollectedOutput(textLimit: 10);
        output.Print("stdout", "12345678");
        output.Print("stdout", "90abc");
        output.Print("stdout", "never");
        output.Show(new Dictionary<string, string> { ["text/plain"] = "never" });
        var json = output.ToJson();
        Assert.Equal(2, json.Count);
        Assert.Equal("1234567890", NotebookCell.Joined(json[0]!["text"]));
        Assert.Equal("This cell printed more than 10 characters of text: the rest is not kept. Print less, or write it to a file.\n",
            NotebookCell.Joined(json[1]!["text"]));
    }

    [Fact]
    public void Pictures_have_a_limit_of_their_own_and_errors_always_get_through()
    {
        var output = new CollectedOutput(textLimit: 10, richLimit: 20);
        output.Show(new Dictionary<string, string> { ["image/png"] = new('a', 15), ["text/plain"] = "p" });
        output.Show(new Dictionary<string, string> { ["image/png"] = new('b', 15) });
        output.Fail(new CellError("E", "m", ["line"], 1));
        var json = output.ToJson();
        Assert.Equal(["display_data", "stream", "error"], json.Select(item => item!["output_type"]!.GetValue<string>()));
        Assert.Equal(new string('a', 15), json[0]!["data"]!["image/png"]!.GetValue<string>());
        Assert.Contains("more than 20 characters of pictures", NotebookCell.Joined(json[1]!["text"]));
    }
}
