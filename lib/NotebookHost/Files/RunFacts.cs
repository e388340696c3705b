using System.Text.Json.Serialization;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>What an executed notebook says of its run.</summary>
/// <param name="Budget">smoke, workshop or paper.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record RunFacts(
    [property: JsonPropertyName("budget")] string Budget, [property: JsonPropertyName("seconds")] double Seconds);
