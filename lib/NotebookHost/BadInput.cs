using System.Diagnostics;
using System.Reflection;

namespace SuperResolution.Workbench;

/// <summary>Whatever went wrong, in one sentence: the one place that turns exceptions into what a user reads.</summary>
internal static class BadInput
{
    private const int Longest = 2000; // a message may repeat what a file says

    /// <summary>True where the message says what, where and what to do: it is shown alone.</summary>
    public static bool Explains(Exception error) =>
        error is BadInputException or IOException or UnauthorizedAccessException or InvalidDataException
        // The kit defines an exception, or refuses an argument or a state, only where its message tells what to do.
        || IsOurs(error.GetType()) || (
            error is ArgumentException or InvalidOperationException or NotSupportedException && IsOurs(error.TargetSite?.DeclaringType));

    /// <summary>What to tell of any exception, on one line.</summary>
    public static string Sentence(Exception error)
    {
        var (cause, others) = Cause(error);
        var text = Explains(cause) ? cause.Message.ReplaceLineEndings(" ") : Unforeseen(cause);
        if (text.Length > Longest) text = text[..Longest] + " …";
        return others == 0 ? text : $"{text} And {others} more error{(others == 1 ? "" : "s")}.";
    }

    /// <summary>What lies behind exceptions that only say that there was another, and how many there were beside it.</summary>
    private static (Exception Cause, int Others) Cause(Exception error)
    {
        if (error is AggregateException all && all.Flatten().InnerExceptions is { Count: > 0 } causes)
        {
            var told = causes.FirstOrDefault(Explains) ?? causes[0];
            return (Cause(told).Cause, causes.Select(other => other.Message).Distinct().Count() - 1);
        }
        return error is TargetInvocationException or TypeInitializationException && error.InnerException is { } inner ? Cause(inner)
            : (error, 0);
    }

    /// <summary>Of foreign messages the first line: LibTorch appends its own stack.</summary>
    private static string Unforeseen(Exception error)
    {
        var message = error.Message.Split('\n')[0].Trim().TrimEnd('.');
        var frame = new StackTrace(error).GetFrames().FirstOrDefault(frame => IsOurs(frame.GetMethod()?.DeclaringType))?.GetMethod();
        return $"{error.GetType().Name}: {message}. The kit did not expect " +
            $"this{(frame is null ? "" : $" in {frame.DeclaringType!.FullName}.{frame.Name}")}: please report it, with the command " +
            "that led to it.";
    }

    private static bool IsOurs(Type? type) => type?.FullName?.StartsWith($"{nameof(SuperResolution)}.", StringComparison.Ordinal) == true;
}
