using GhaRunner.Abstractions;
using static GhaRunner.Abstractions.BlockedScope;
using static GhaRunner.Abstractions.ErrorCategory;

namespace GhaRunner.Providers.Aws;

/// <summary>
/// The error codes of EC2 (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html), STS and the parameter
/// store, and the reasons for which EC2 ends an instance (…/API_StateReason.html).
/// </summary>
internal static class AwsErrorTable
{
    private const string MorePlaces = "Name another instance type, subnet or region, set input 'market' to spot-then-on-demand, or try again later.";
    private const string CredentialsRemedy =
        "Check whose credentials they are: those of input 'role-to-assume', or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.";

    private static readonly AwsErrorRule noCapacity = new(NoCapacity, "aws-no-capacity", MorePlaces);
    private static readonly AwsErrorRule vcpuQuota = new(ErrorCategory.Quota, "aws-quota-vcpu",
        "Ask for a higher quota (Service Quotas, Amazon EC2, for this family of types and market), or name types of another family, another market or another region.",
        BlockedScope.Quota);
    private static readonly AwsErrorRule throttled = new(Throttled, "aws-throttled", "Try again later, or start fewer machines at once.");
    private static readonly AwsErrorRule badCredentials = new(Unauthorized, "aws-credentials-refused", CredentialsRemedy, Account);
    private static readonly AwsErrorRule expired = new(Unauthorized, "aws-credentials-expired",
        "The credentials have expired: take them in the step before this one, or use input 'role-to-assume', whose credentials renew themselves.", Account);
    private static readonly AwsErrorRule image = new(InvalidInput, "aws-image-missing",
        "Check input 'image': the image must exist in the region, be available, and be shared with this account.");
    private static readonly AwsErrorRule securityGroup = new(InvalidInput, "aws-security-group-missing", "Check input 'security-group': the group must be of the subnet's VPC.");
    private static readonly AwsErrorRule subnet = new(InvalidInput, "aws-subnet-missing", "Check input 'subnet': it must be of this account and of a region in input 'region'.");
    private static readonly AwsErrorRule gone = new(NotFound, "aws-instance-missing", "");
    private static readonly AwsErrorRule busy = new(Conflict, "aws-busy", "Try again: something else is being done with it.");
    private static readonly AwsErrorRule serverFault = new(Transient, "aws-server-fault", "Try again; see https://health.aws.amazon.com if it stays so.");

    /// <summary>What a call was refused with.</summary>
    public static readonly IReadOnlyDictionary<string, AwsErrorRule> Calls = new Dictionary<string, AwsErrorRule>(StringComparer.Ordinal)
    {
        ["InsufficientInstanceCapacity"] = noCapacity,
        ["InsufficientHostCapacity"] = noCapacity,
        ["InsufficientReservedInstanceCapacity"] = noCapacity,
        ["InsufficientCapacity"] = noCapacity,
        ["InsufficientCapacityOnOutpost"] = noCapacity,
        ["UnfulfillableCapacity"] = noCapacity,
        ["ReservationCapacityExceeded"] = noCapacity,
        ["InsufficientVolumeCapacity"] = new(NoCapacity, "aws-no-volume-capacity", "Name another subnet (zone) or region, set another 'root-volume-type', or try again later.", Zone),
        ["InsufficientAddressCapacity"] = new(NoCapacity, "aws-no-addresses", "Name another region, set input 'public-ip' to false where the subnet has another way to GitHub, or try again later.", Region),
        ["Unsupported"] = new(NoCapacity, "aws-not-offered-there", "Name another subnet (zone) or instance type."),
        ["SpotMaxPriceTooLow"] = new(NoCapacity, "aws-max-price-too-low", "Raise input 'max-price', name another instance type or subnet, or set input 'market' to spot-then-on-demand."),
        ["InsufficientFreeAddressesInSubnet"] = new(NoCapacity, "aws-subnet-full", "Name another subnet, or free addresses in this one.", Subnet),

        ["VcpuLimitExceeded"] = vcpuQuota,
        ["InstanceLimitExceeded"] = vcpuQuota,
        ["MaxSpotInstanceCountExceeded"] = vcpuQuota,
        ["VolumeLimitExceeded"] = RegionQuota("of EBS storage", " A smaller 'root-volume-size-gb' helps too."),
        ["MaxIOPSLimitExceeded"] = RegionQuota("of EBS operations", " Another 'root-volume-type' helps too."),
        ["AddressLimitExceeded"] = RegionQuota("of addresses"),
        ["NetworkInterfaceLimitExceeded"] = RegionQuota("of network interfaces"),
        ["MaxFleetCountExceeded"] = RegionQuota("of fleets"),
        ["TagLimitExceeded"] = new(InvalidInput, "aws-too-many-tags", "Give fewer tags in input 'tags'."),

        ["RequestLimitExceeded"] = throttled,
        ["Throttling"] = throttled,
        ["ThrottlingException"] = throttled,
        ["ThrottledException"] = throttled,
        ["RequestThrottled"] = throttled,
        ["RequestThrottledException"] = throttled,
        ["TooManyRequestsException"] = throttled,
        ["EC2ThrottledException"] = throttled,

        ["UnauthorizedOperation"] = AwsErrors.NotAllowed,
        ["AccessDenied"] = AwsErrors.NotAllowed,
        ["AccessDeniedException"] = AwsErrors.NotAllowed,
        ["AuthFailure"] = new(Unauthorized, "aws-credentials-refused", $"{CredentialsRemedy} A region that has to be enabled for the account first refuses in these words too.", Account),
        ["SignatureDoesNotMatch"] = badCredentials,
        ["InvalidSignatureException"] = badCredentials,
        ["IncompleteSignature"] = badCredentials,
        ["InvalidClientTokenId"] = badCredentials,
        ["UnrecognizedClientException"] = badCredentials,
        ["MissingAuthenticationToken"] = badCredentials,
        ["MissingAuthenticationTokenException"] = badCredentials,
        ["ExpiredToken"] = expired,
        ["ExpiredTokenException"] = expired,
        ["RequestExpired"] = new(Unauthorized, "aws-clock", "The clock of the machine that runs this is wrong by minutes, or the credentials have expired.", Account),
        ["OptInRequired"] = new(Unauthorized, "aws-opt-in-required", "The account must first subscribe: to EC2 itself, or on AWS Marketplace to the image in input 'image'.", Account),
        ["PendingVerification"] = new(Unauthorized, "aws-account-pending", "AWS is still verifying the account for this region, which takes up to four hours; name another region, or wait.", Account),
        ["Blocked"] = new(Unauthorized, "aws-account-blocked", "AWS has blocked the account; its owner has mail about it from AWS.", Account),
        ["RegionDisabledException"] = new(Unauthorized, "aws-region-disabled", "Enable STS for the region in the account's settings (IAM), or name another region first in input 'region'.", Account),
        ["AuthFailure.ServiceLinkedRoleCreationNotPermitted"] = new(Unauthorized, "aws-spot-role-missing",
            "Allow iam:CreateServiceLinkedRole for spot.amazonaws.com, or create the role AWSServiceRoleForEC2Spot once.", Account),
        ["OperationNotPermitted"] = new(Unauthorized, "aws-termination-protected", "Turn off termination protection of the instance (it is not ours: somebody has turned it on), then stop again."),

        ["InvalidInstanceID.NotFound"] = gone,
        ["InvalidInstanceID.Malformed"] = gone,
        ["InvalidVolume.NotFound"] = new(NotFound, "aws-volume-missing", ""),
        ["InvalidNetworkInterfaceID.NotFound"] = new(NotFound, "aws-network-interface-missing", ""),
        ["InvalidAMIID.NotFound"] = image,
        ["InvalidAMIID.Unavailable"] = image,
        ["InvalidAMIID.Malformed"] = image,
        ["InvalidSubnetID.NotFound"] = subnet,
        ["InvalidSubnet"] = subnet,
        ["InvalidGroup.NotFound"] = securityGroup,
        ["InvalidGroupId.Malformed"] = securityGroup,
        ["InvalidSecurityGroupID.NotFound"] = securityGroup,
        ["InvalidKeyPair.NotFound"] = new(InvalidInput, "aws-key-missing", "Check input 'key-name': the key pair must exist in the region."),
        ["InvalidLaunchTemplateName.NotFoundException"] = new(NotFound, "aws-launch-template-missing", ""),

        ["InvalidParameterValue"] = AwsErrors.WrongParameter,
        ["InvalidParameter"] = AwsErrors.WrongParameter,
        ["InvalidParameterCombination"] = AwsErrors.WrongParameter,
        ["InvalidRequest"] = AwsErrors.WrongParameter,
        ["MissingParameter"] = AwsErrors.WrongParameter,
        ["UnsupportedOperation"] = AwsErrors.WrongParameter,
        ["ValidationError"] = AwsErrors.WrongParameter,
        ["ValidationException"] = AwsErrors.WrongParameter,
        ["InvalidBlockDeviceMapping"] = new(InvalidInput, "aws-volume-refused", "Check inputs 'root-volume-size-gb' and 'root-volume-type'; the image in input 'image' must boot from a volume."),
        ["InvalidUserData.Malformed"] = new(InvalidInput, "aws-user-data-refused", "Check input 'setup-script'."),
        ["IdempotentParameterMismatch"] = new(Conflict, "aws-token-used", "The same machine has been asked for before in another form: run the start again, which names its machines anew."),

        ["IncorrectInstanceState"] = busy,
        ["IncorrectState"] = busy,
        ["VolumeInUse"] = busy,
        ["InvalidNetworkInterface.InUse"] = busy,
        ["DependencyViolation"] = busy,

        ["InvalidIdentityToken"] = new(Unauthorized, "aws-identity-provider-missing",
            "Create the identity provider token.actions.githubusercontent.com in IAM of the role's account (of your GitHub Enterprise Server, if you use one), with the audience shown.", Account),
        ["IDPRejectedClaim"] = new(Unauthorized, "aws-identity-refused", "The identity provider did not confirm the job's token: run the job again.", Account),
        ["IDPCommunicationError"] = new(Transient, "aws-identity-provider-unreachable", "AWS did not reach GitHub's identity provider: try again."),
        ["PackedPolicyTooLarge"] = new(InvalidInput, "aws-role-refused", "The policies and tags of the session are too long: shorten them at the role in input 'role-to-assume'.", Account),
        ["MalformedPolicyDocument"] = new(InvalidInput, "aws-role-refused", "Check the role in input 'role-to-assume'.", Account),

        ["ParameterNotFound"] = new(InvalidInput, "aws-image-missing", "Check input 'image': there is no such parameter in the region."),
        ["ParameterVersionNotFound"] = new(InvalidInput, "aws-image-missing", "Check input 'image': the parameter has no such version."),
        ["InvalidKeyId"] = new(InvalidInput, "aws-image-missing", "Check input 'image': the parameter must be readable as it is, of type String."),

        ["InternalError"] = serverFault,
        ["InternalFailure"] = serverFault,
        ["ServerInternal"] = serverFault,
        ["InternalServerError"] = serverFault,
        ["ServiceUnavailable"] = serverFault,
        ["Unavailable"] = serverFault,
    };

    /// <summary>
    /// Why EC2 ended an instance, where it was not its user or its program: <see langword="null"/> for those.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, AwsErrorRule?> StateReasons = new Dictionary<string, AwsErrorRule?>(StringComparer.Ordinal)
    {
        ["Server.InsufficientInstanceCapacity"] = noCapacity,
        ["Server.SpotInstanceTermination"] = new(NoCapacity, "aws-spot-interrupted", MorePlaces),
        ["Server.SpotInstanceShutdown"] = new(NoCapacity, "aws-spot-interrupted", MorePlaces),
        ["Server.InternalError"] = new(NoCapacity, "aws-launch-failed", MorePlaces),
        ["Server.ScheduledStop"] = new(NoCapacity, "aws-host-retired", MorePlaces),
        ["Client.VolumeLimitExceeded"] = RegionQuota("of EBS storage", " A smaller 'root-volume-size-gb' helps too."),
        ["Client.InternalError"] = new(MachineFailed, "aws-volume-key",
            "Most often the key that encrypts the volume may not be used: allow kms:CreateGrant, kms:Decrypt, kms:DescribeKey, kms:GenerateDataKeyWithoutPlaintext and kms:ReEncrypt* on the account's default EBS key, and on that of the image in input 'image'."),
        ["Client.InvalidSnapshot.NotFound"] = new(MachineFailed, "aws-image-broken", "A snapshot of the image in input 'image' does not exist any more: name another image."),
        ["Client.InstanceInitiatedShutdown"] = null,
        ["Client.UserInitiatedShutdown"] = null,
        ["Client.UserInitiatedHibernate"] = null,
        ["Client.InstanceTerminated"] = null,
    };

    private static AwsErrorRule RegionQuota(string what, string more = "") =>
        new(ErrorCategory.Quota, "aws-quota-region", $"Ask for a higher quota {what}, or name another region.{more}", Region);
}
