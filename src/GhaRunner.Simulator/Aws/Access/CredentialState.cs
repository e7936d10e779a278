namespace GhaRunner.Simulator.Aws.Access;

/// <summary>What there is to say about the credentials of a request.</summary>
internal enum CredentialState
{
    /// <summary>The request is not signed.</summary>
    Missing,

    /// <summary>No such access key, or another session's token.</summary>
    Unknown,

    /// <summary>The session is over.</summary>
    Expired,

    /// <summary>They are good.</summary>
    Valid,
}
