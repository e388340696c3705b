using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace SuperResolution.Models;

/// <summary>A place in a VGG network: φ_i,j of the SRGAN paper (arXiv 1609.04802, eq. 5).</summary>
/// <param name="Block">i: before the i-th pooling, from 1 to 5.</param>
/// <param name="Convolution">j: the j-th convolution of the block, from 1.</param>
/// <param name="AfterActivation">After the ReLU (SRGAN) or before it (ESRGAN, arXiv 1809.00219, section 3.3).</param>
public readonly partial record struct VggLayer(int Block, int Convolution, bool AfterActivation = true)
{
    /// <summary>φ2,2: low-level features, SRGAN-VGG22.</summary>
    public static VggLayer Phi22 { get; } = new(2, 2);

    /// <summary>φ3,4, in Keras "block3_conv4".</summary>
    public static VggLayer Phi34 { get; } = new(3, 4);

    /// <summary>φ5,4: high-level features, SRGAN-VGG54.</summary>
    public static VggLayer Phi54 { get; } = new(5, 4);

    /// <summary>The same convolution before its ReLU.</summary>
    [JsonIgnore] // it has one itself, without end
    public VggLayer BeforeActivation => this with { AfterActivation = false };

    /// <summary>
    /// Reads a usual name: Keras' "block3_conv4", the Caffe and PyTorch worlds' "conv5_4" (before the ReLU) and "relu5_4", or "φ5,4".
    /// </summary>
    /// <remarks>Keras' layers contain their ReLU, so "block3_conv4" is after it.</remarks>
    /// <exception cref="FormatException">Another text.</exception>
    public static VggLayer Parse(string name)
    {
        var match = Names().Match(name.Trim());
        if (!match.Success)
            throw new FormatException($"'{name}' is no layer of VGG. Use e.g. block3_conv4, relu5_4, conv5_4 (before the ReLU) or φ5,4.");
        return new VggLayer(Number(match.Groups["i"]), Number(match.Groups["j"]), match.Groups["kind"].Value != "conv");
    }

    /// <summary>"φ5,4", or "φ5,4 before activation".</summary>
    public override string ToString() => $"φ{Block},{Convolution}{(AfterActivation ? "" : " before activation")}";

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:block(?<i>\d)_conv(?<j>\d)|(?<kind>conv|relu)(?<i>\d)_(?<j>\d)|(?:φ|phi|VGG)(?<i>\d)[,.]?(?<j>\d))$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
