namespace GhaRunner.Simulator.Aws.Wire;

/// <summary>A refusal, in the service's own words.</summary>
internal sealed class AwsError(string code, string message, int? status = null) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status ?? DefaultStatus(code);

    /// <summary>The status that goes with a code of EC2.</summary>
    public static int DefaultStatus(string code) => code switch
    {
        "AuthFailure" => 401,
        "UnauthorizedOperation" or "MissingAuthenticationToken" or "AccessDenied" or "InvalidClientTokenId" or "ExpiredToken" => 403,
        "DryRunOperation" => 412,
        "RequestLimitExceeded" or "ServiceUnavailable" or "Unavailable" => 503,
        "InternalError" or "InternalFailure" or "InsufficientInstanceCapacity" or "InsufficientHostCapacity" or "InsufficientReservedInstanceCapacity"
            or "InsufficientCapacity" or "UnfulfillableCapacity" => 500,
        _ => 400,
    };
}
