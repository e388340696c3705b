using System.Text.Json.Serialization;

namespace SuperResolution.Datasets;

/// <summary>How <c>datasets.json</c> maps to records; made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Catalogue.Document))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
