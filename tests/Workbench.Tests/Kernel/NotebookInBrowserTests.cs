using System.Diagnostics;
using System.Runtime.CompilerServices;
using OpenQA.Selenium;
using OpenQA.Selenium.Interactions;
using SuperResolution.Workbench.Checks;

namespace SuperResolution.Workbench.Tests.Kernel;

/// <summary>Jupyter Notebook in a real browser, worked with as a reader does.</summary>
public sealed class NotebookInBrowserTests
{
    /// <summary>Where screenshots are kept; nowhere where it is not set.</summary>
    private static readonly string? screens = Environment.GetEnvironmentVariable("SUPERRESOLUTION_SCREENSHOTS");

    [Fact]
    public void A_reader_runs_cells_sees_a_picture_and_a_chart_completes_a_name_interrupts_goes_on_and_watches_a_training()
    {
        using var browser = Browser.Start();
        using var jupyter = new Jupyter("notebook", "jupyter-notebook");
        File.WriteAllText(jupyter.File("probe.ipynb"), TestNotebook.Json(
            $"#!import {Path.Combine(Checkout.Root, "notebooks", "_kit.csx")}",
            "var turns = 0L;\nvar picture = SyntheticImages.StillLife(3, 96, 96);\nnew PictureStrip(192, (\"a still life\", picture))",
            "new Chart(\"a chart\", \"x\", \"y\").Line(\"a line\", [1.0, 2.0, 3.0], [3.0, 4.0, 1.0])",
            "Math.Ma",
            "while (true) turns++;",
            "turns > 0 ? \"it went on\" : \"no\"",
            """
            var recipe = SrcnnRecipe.Smoke with { Steps = 40 };
            var network = recipe.NewNetwork();
            var training = new Trainer(recipe, network, recipe.NewLoss(), recipe.Batches([SyntheticImages.Facade(1, 120, 120)]));
            var view = TrainingView.Of(training, every: 2);
            view.Display();
            training.Run(step => { view.OnStep(step); System.Threading.Thread.Sleep(100); });
            """));
        var port = KernelProbe.FreePorts(1)[0];
        using var server = jupyter.Start(
            "/usr/bin/python3", ["-m", "notebook", "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}",
            "--NotebookApp.token=t"]);
        _ = server.StandardError.ReadToEndAsync();
        try
        {
            Work(browser, new Uri($"http://127.0.0.1:{port}/notebooks/probe.ipynb?token=t"));
        }
        catch
        {
            Keep(browser, "failed");
            throw;
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            server.WaitForExit();
        }
    }

    private static void Work(Browser browser, Uri address)
    {
        var driver = browser.Driver;
        WaitFor(() =>
        {
            try
            {
                driver.Navigate().GoToUrl(address);
                return true;
            }
            catch (WebDriverException)
            {
                return false; // the server is not there yet
            }
        });
        T? Ask<T>(string script) => (T?)((IJavaScriptExecutor)driver).ExecuteScript("return " + script);
        void Do(string script) => ((IJavaScriptExecutor)driver).ExecuteScript(script);
        bool Idle() => Ask<bool>("Jupyter.notebook.get_cells().every(c => !c.element.hasClass('running'))");

        WaitFor(() => Ask<bool>("typeof Jupyter !== 'undefined' && !!Jupyter.notebook && !!Jupyter.notebook.kernel && " +
            "Jupyter.notebook.kernel.is_connected()"));
        Do("Jupyter.notebook.execute_cells([0, 1, 2]);");
        WaitFor(() => Idle() && Ask<long>("document.querySelectorAll('.output_area').length") >= 3);
        WaitFor(() => Ask<bool>("!!document.querySelector('.output_area .main-svg')"));
        WaitFor(() => Ask<bool>("[...document.querySelectorAll('.output_area img')].some(i => i.complete && i.naturalWidth > 0)"));
        Do("document.querySelectorAll('.code_cell')[1].scrollIntoView();");
        Keep(browser, "picture-and-chart");

        // A name is completed with Tab.
        Do("Jupyter.notebook.select(3); Jupyter.notebook.edit_mode(); const cm = Jupyter.notebook.get_cell(3).code_mirror; cm.focus(); " +
            "cm.setCursor(0, 7);");
        new Actions(driver).SendKeys(Keys.Tab).Perform();
        WaitFor(() => Ask<bool>("!!document.querySelector('.completions option')"));
        Keep(browser, "completion");
        new Actions(driver).SendKeys(Keys.Enter).Perform();
        WaitFor(() => Ask<string>("Jupyter.notebook.get_cell(3).get_text()") == "Math.Max");

        // An endless cell is interrupted with the button, and the next one runs.
        Do("Jupyter.notebook.execute_cells([4]);");
        WaitFor(() => Ask<bool>("Jupyter.notebook.get_cell(4).element.hasClass('running')"));
        Thread.Sleep(500); // it is really in its loop
        driver.FindElement(By.CssSelector("button[data-jupyter-action='jupyter-notebook:interrupt-kernel']")).Click();
        WaitFor(() => Idle() && Ask<string>("Jupyter.notebook.get_cell(4).element.text()")!.Contains(
            "The cell was interrupted.", StringComparison.Ordinal));
        Do("Jupyter.notebook.execute_cells([5]);");
        WaitFor(() => Idle() && Ask<string>("Jupyter.notebook.get_cell(5).element.text()")!.Contains("Out", StringComparison.Ordinal));
        Do("document.querySelectorAll('.code_cell')[4].scrollIntoView();");
        Keep(browser, "interrupted");

        // A training draws its progress and its curves while it runs.
        Do("Jupyter.notebook.execute_cells([6]); document.querySelectorAll('.code_cell')[6].scrollIntoView();");
        WaitFor(() => Ask<bool>("(document.querySelectorAll('.code_cell')[6].querySelector('progress')?.value ?? 0) >= 20 && " +
            "!!document.querySelectorAll('.code_cell')[6].querySelector('.main-svg')"));
        Do("document.querySelectorAll('.code_cell')[6].querySelector('.output_wrapper').scrollIntoView();");
        Keep(browser, "training");
        WaitFor(() => Idle() && Ask<bool>(
            "document.querySelectorAll('.code_cell')[6].querySelector('progress').getAttribute('aria-label') === 'step 40 of 40'"));
    }

    private static void Keep(Browser browser, string name)
    {
        if (string.IsNullOrEmpty(screens)) return;
        Directory.CreateDirectory(screens);
        browser.Screenshot(Path.Combine(screens, $"jupyter-{name}.png"));
    }

    /// <summary>
    /// A cell's answer and its outputs come by different ways: the page may show that it ended before it shows what it printed.
    /// </summary>
    private static void WaitFor(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var clock = Stopwatch.StartNew(); // for what is broken only: nothing is measured
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"the page does not get there: {what}");
            Thread.Sleep(100);
        }
    }
}
