namespace GhaRunner.Simulator.Aws.Access;

/// <summary>Who calls.</summary>
/// <param name="Key">What permissions are denied to: an access key id or a role's ARN.</param>
/// <param name="Arn">The principal, as messages name it.</param>
/// <param name="UserId">The principal's unique id.</param>
internal sealed record Caller(string Key, string Arn, string UserId);
