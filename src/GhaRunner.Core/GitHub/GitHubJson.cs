using System.Text.Json;
using System.Text.Json.Serialization;

namespace GhaRunner.Core.GitHub;

/// <summary>The JSON of the endpoints we call. Members that we do not read are left out; an answer without one that we read is no answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JitConfigurationRequest))]
[JsonSerializable(typeof(JitConfigurationAnswer))]
[JsonSerializable(typeof(RegistrationTokenAnswer))]
[JsonSerializable(typeof(RunnerPage))]
[JsonSerializable(typeof(IReadOnlyList<RunnerDownload>))]
[JsonSerializable(typeof(RunnerGroupPage))]
[JsonSerializable(typeof(WorkflowAttempt))]
[JsonSerializable(typeof(InstallationAnswer))]
[JsonSerializable(typeof(InstallationTokenRequest))]
[JsonSerializable(typeof(InstallationTokenAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(IdTokenAnswer))]
internal sealed partial class GitHubJson : JsonSerializerContext;

internal sealed record JitConfigurationRequest(string Name, long RunnerGroupId, IReadOnlyList<string> Labels);

internal sealed record JitConfigurationAnswer(Runner Runner, string EncodedJitConfig);

internal sealed record RegistrationTokenAnswer(string Token);

internal sealed record RunnerPage(IReadOnlyList<Runner> Runners);

internal sealed record RunnerDownload(string Os, string Architecture, string DownloadUrl, string Filename, string? Sha256Checksum = null);

internal sealed record RunnerGroupPage(IReadOnlyList<RunnerGroup> RunnerGroups);

internal sealed record RunnerGroup(long Id, string Name);

internal sealed record InstallationAnswer(long Id);

internal sealed record InstallationTokenRequest(IReadOnlyList<string>? Repositories, IReadOnlyDictionary<string, string>? Permissions);

internal sealed record InstallationTokenAnswer(string Token, DateTimeOffset ExpiresAt);

internal sealed record ErrorAnswer(string? Message = null, JsonElement? Errors = null);

internal sealed record IdTokenAnswer(string Value);
