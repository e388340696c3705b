using System.Reflection;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

// A notebook host in a few lines; arguments: _kit.csx and a cell. Prints the host's FSharp.Core and what the cell returns.
var kit = File.ReadAllText(args[0]).Replace(".Display();", ".ToString();", StringComparison.Ordinal);
Console.WriteLine($"FSharp.Core {Assembly.Load("FSharp.Core").GetName().Version}");
var state = await CSharpScript.RunAsync(
    kit, ScriptOptions.Default.WithReferences(
        AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic && a.Location.Length > 0 && a.GetName().Name != "FSharp.Core")));
Console.WriteLine((await state.ContinueWithAsync(args[1])).ReturnValue);
Console.WriteLine($"copies: {AppDomain.CurrentDomain.GetAssemblies().Count(a => a.GetName().Name == "FSharp.Core")}");
