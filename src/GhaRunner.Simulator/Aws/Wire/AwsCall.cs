using GhaRunner.Simulator.Aws.Access;

namespace GhaRunner.Simulator.Aws.Wire;

/// <summary>A request, as far as all services are alike.</summary>
/// <param name="Service">The service's signing name, such as <c>ec2</c>.</param>
/// <param name="Region">The region whose endpoint is called.</param>
/// <param name="Action">The action.</param>
/// <param name="Body">The body.</param>
/// <param name="AccessKeyId">With what it is signed; <see langword="null"/> when it is not.</param>
/// <param name="SessionToken">The session's token, if any.</param>
internal sealed record AwsCall(string Service, string Region, string Action, string Body, string? AccessKeyId, string? SessionToken)
{
    /// <summary>Finds out who calls.</summary>
    public (CredentialState State, Caller? Caller) Identify(CredentialStore credentials) =>
        AccessKeyId is null ? (CredentialState.Missing, null) : credentials.Identify(AccessKeyId, SessionToken);
}
