using System.Text.Json.Serialization;

namespace GhaRunner.Providers.Docker.Engine;

/// <summary>Bodies in the engine's Pascal case.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EngineVersion))]
[JsonSerializable(typeof(IReadOnlyList<ContainerSummary>))]
[JsonSerializable(typeof(ContainerDetails))]
[JsonSerializable(typeof(CreatedContainer))]
[JsonSerializable(typeof(ContainerSpec))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))]
internal sealed partial class EngineJson : JsonSerializerContext;

/// <summary>The few bodies that the engine writes in lower case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EngineError))]
[JsonSerializable(typeof(PullProgress))]
[JsonSerializable(typeof(RegistryCredentials))]
internal sealed partial class EngineLowerCaseJson : JsonSerializerContext;
