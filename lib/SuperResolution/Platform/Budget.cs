namespace SuperResolution;

/// <summary>How much time a notebook or recipe may take; what a notebook says is true under each of them.</summary>
public enum Budget
{
    /// <summary>All notebooks in a few minutes on two cores: shows that everything runs.</summary>
    Smoke,

    /// <summary>Minutes per notebook on a laptop, with the weights that ship. The default.</summary>
    Workshop,

    /// <summary>The papers' schedules and whole data sets, meant for a GPU or a night.</summary>
    Paper,
}

/// <summary>The budget of this process.</summary>
public static class Budgets
{
    /// <summary>The environment variable that chooses the budget: smoke, workshop or paper.</summary>
    public const string Variable = "SUPERRESOLUTION_BUDGET";

    /// <summary>What <see cref="Variable"/> says, or <see cref="Budget.Workshop"/>.</summary>
    /// <exception cref="InvalidOperationException">The variable has another value.</exception>
    public static Budget Current => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
        ? Enum.TryParse<Budget>(text, ignoreCase: true, out var budget) && Enum.IsDefined(budget)
            ? budget
            : throw new InvalidOperationException($"{Variable} is '{text}'. Use smoke, workshop or paper.")
        : Budget.Workshop;

    /// <summary>Picks one of three values by the current budget.</summary>
    public static T Pick<T>(T smoke, T workshop, T paper) =>
        Current switch { Budget.Smoke => smoke, Budget.Paper => paper, _ => workshop };
}
