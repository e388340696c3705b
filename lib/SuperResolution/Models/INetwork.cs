namespace SuperResolution.Models;

/// <summary>What a network says of itself, so that its surroundings need not know which it is.</summary>
public interface INetwork
{
    /// <summary>Its description.</summary>
    Architecture Architecture { get; }

    /// <summary>What it enlarges by; null: its input is enlarged before.</summary>
    int? Scale => null;

    /// <summary>How far it sees, in pixels of its input; null: unknown.</summary>
    int? Reach => null;

    /// <summary>Sides that it can take.</summary>
    int MultipleOf => 1;

    /// <summary>
    /// Settings that keys and shapes of its weights do not tell, by the names under which <see cref="NetworkKeys"/> reads them. They
    /// travel in the metadata of safetensors files.
    /// </summary>
    IEnumerable<KeyValuePair<string, string>> Metadata => [];
}
