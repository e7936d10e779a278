using System.Net;
using System.Net.Sockets;
using System.Xml;
using Amazon.EC2;
using Amazon.Runtime;
using GhaRunner.Conformance;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Api;

namespace GhaRunner.Providers.Aws.Tests;

public sealed class AwsErrorsTests
{
    private const string Failed = "EC2 in us-east-1 did not create the machine gha-1";

    [Theory]
    [InlineData("InsufficientInstanceCapacity", ErrorCategory.NoCapacity, BlockedScope.Candidate, "aws-no-capacity")]
    [InlineData("InsufficientHostCapacity", ErrorCategory.NoCapacity, BlockedScope.Candidate, "aws-no-capacity")]
    [InlineData("InsufficientReservedInstanceCapacity", ErrorCategory.NoCapacity, BlockedScope.Candidate, "aws-no-capacity")]
    [InlineData("InsufficientCapacity", ErrorCategory.NoCapacity, BlockedScope.Candidate, "aws-no-capacity")]
    [InlineData("InsufficientCapacityOnOutpost", ErrorCategory.NoCapacity, BlockedScope.Candidate, "aws-no-capacity")]
    [InlineData("UnfulfillableCapacity", ErrorCategory.NoCapacity, BlockedScope.Candidate, "aws-no-capacity")]
    [InlineData("ReservationCapacityExceeded", ErrorCategory.NoCapacity, BlockedScope.Candidate, "aws-no-capacity")]
    [InlineData("Unsupported", ErrorCategory.NoCapacity, BlockedScope.Candidate, "aws-not-offered-there")]
    [InlineData("SpotMaxPriceTooLow", ErrorCategory.NoCapacity, BlockedScope.Candidate, "aws-max-price-too-low")]
    [InlineData("InsufficientVolumeCapacity", ErrorCategory.NoCapacity, BlockedScope.Zone, "aws-no-volume-capacity")]
    [InlineData("InsufficientAddressCapacity", ErrorCategory.NoCapacity, BlockedScope.Region, "aws-no-addresses")]
    [InlineData("InsufficientFreeAddressesInSubnet", ErrorCategory.NoCapacity, BlockedScope.Subnet, "aws-subnet-full")]
    [InlineData("VcpuLimitExceeded", ErrorCategory.Quota, BlockedScope.Quota, "aws-quota-vcpu")]
    [InlineData("InstanceLimitExceeded", ErrorCategory.Quota, BlockedScope.Quota, "aws-quota-vcpu")]
    [InlineData("MaxSpotInstanceCountExceeded", ErrorCategory.Quota, BlockedScope.Quota, "aws-quota-vcpu")]
    [InlineData("VolumeLimitExceeded", ErrorCategory.Quota, BlockedScope.Region, "aws-quota-region")]
    [InlineData("MaxIOPSLimitExceeded", ErrorCategory.Quota, BlockedScope.Region, "aws-quota-region")]
    [InlineData("AddressLimitExceeded", ErrorCategory.Quota, BlockedScope.Region, "aws-quota-region")]
    [InlineData("NetworkInterfaceLimitExceeded", ErrorCategory.Quota, BlockedScope.Region, "aws-quota-region")]
    [InlineData("MaxFleetCountExceeded", ErrorCategory.Quota, BlockedScope.Region, "aws-quota-region")]
    public void Map_CapacityOrQuota_SaysWhatElseIsPointless(string code, ErrorCategory category, BlockedScope scope, string ours)
    {
        var error = Map(code);

        error.ShouldBe(category, ours, "another");
        error.Scope.Should().Be(scope);
        (error.VendorCode, error.RequestId).Should().Be((code, "request-1"));
    }

    [Theory]
    [InlineData("RequestLimitExceeded", 503)]
    [InlineData("Throttling", 400)]
    [InlineData("ThrottlingException", 400)]
    [InlineData("RequestThrottled", 400)]
    [InlineData("RequestThrottledException", 400)]
    [InlineData("ThrottledException", 400)]
    [InlineData("TooManyRequestsException", 400)]
    [InlineData("EC2ThrottledException", 400)]
    [InlineData("", 429)]
    public void Map_Throttling_IsPassing(string code, int status)
    {
        var error = Map(code, status: status);

        error.ShouldBe(ErrorCategory.Throttled, "aws-throttled", "later");
        error.IsPassing.Should().BeTrue();
    }

    [Theory]
    [InlineData("AuthFailure", "aws-credentials-refused", "enabled for the account")]
    [InlineData("SignatureDoesNotMatch", "aws-credentials-refused", "'role-to-assume'")]
    [InlineData("InvalidSignatureException", "aws-credentials-refused", "'role-to-assume'")]
    [InlineData("IncompleteSignature", "aws-credentials-refused", "'role-to-assume'")]
    [InlineData("InvalidClientTokenId", "aws-credentials-refused", "AWS_ACCESS_KEY_ID")]
    [InlineData("UnrecognizedClientException", "aws-credentials-refused", "AWS_ACCESS_KEY_ID")]
    [InlineData("MissingAuthenticationToken", "aws-credentials-refused", "AWS_ACCESS_KEY_ID")]
    [InlineData("MissingAuthenticationTokenException", "aws-credentials-refused", "AWS_ACCESS_KEY_ID")]
    [InlineData("ExpiredToken", "aws-credentials-expired", "'role-to-assume'")]
    [InlineData("ExpiredTokenException", "aws-credentials-expired", "'role-to-assume'")]
    [InlineData("RequestExpired", "aws-clock", "clock")]
    [InlineData("OptInRequired", "aws-opt-in-required", "'image'")]
    [InlineData("PendingVerification", "aws-account-pending", "region")]
    [InlineData("Blocked", "aws-account-blocked", "owner")]
    [InlineData("RegionDisabledException", "aws-region-disabled", "'region'")]
    [InlineData("AuthFailure.ServiceLinkedRoleCreationNotPermitted", "aws-spot-role-missing", "iam:CreateServiceLinkedRole")]
    [InlineData("UnauthorizedOperation", "aws-not-allowed", "Allow ec2:RunInstances")]
    [InlineData("AccessDenied", "aws-not-allowed", "Allow ec2:RunInstances")]
    [InlineData("AccessDeniedException", "aws-not-allowed", "Allow ec2:RunInstances")]
    [InlineData("InvalidIdentityToken", "aws-identity-provider-missing", "token.actions.githubusercontent.com")]
    [InlineData("IDPRejectedClaim", "aws-identity-refused", "again")]
    public void Map_NotAuthorized_EndsEverything(string code, string ours, string inText)
    {
        var error = Map(code, status: 403);

        error.ShouldBe(ErrorCategory.Unauthorized, ours, inText);
        error.Scope.Should().Be(BlockedScope.Account);
    }

    [Theory]
    [InlineData("TagLimitExceeded", "aws-too-many-tags", "'tags'")]
    [InlineData("InvalidAMIID.NotFound", "aws-image-missing", "'image'")]
    [InlineData("InvalidAMIID.Unavailable", "aws-image-missing", "'image'")]
    [InlineData("InvalidAMIID.Malformed", "aws-image-missing", "'image'")]
    [InlineData("ParameterNotFound", "aws-image-missing", "'image'")]
    [InlineData("ParameterVersionNotFound", "aws-image-missing", "'image'")]
    [InlineData("InvalidKeyId", "aws-image-missing", "'image'")]
    [InlineData("InvalidSubnetID.NotFound", "aws-subnet-missing", "'subnet'")]
    [InlineData("InvalidSubnet", "aws-subnet-missing", "'subnet'")]
    [InlineData("InvalidGroup.NotFound", "aws-security-group-missing", "'security-group'")]
    [InlineData("InvalidGroupId.Malformed", "aws-security-group-missing", "'security-group'")]
    [InlineData("InvalidSecurityGroupID.NotFound", "aws-security-group-missing", "'security-group'")]
    [InlineData("InvalidKeyPair.NotFound", "aws-key-missing", "'key-name'")]
    [InlineData("InvalidBlockDeviceMapping", "aws-volume-refused", "'root-volume-size-gb'")]
    [InlineData("InvalidUserData.Malformed", "aws-user-data-refused", "'setup-script'")]
    [InlineData("InvalidParameterValue", "aws-refused", "InvalidParameterValue")]
    [InlineData("InvalidParameter", "aws-refused", "InvalidParameter")]
    [InlineData("InvalidParameterCombination", "aws-refused", "InvalidParameterCombination")]
    [InlineData("InvalidRequest", "aws-refused", "InvalidRequest")]
    [InlineData("MissingParameter", "aws-refused", "MissingParameter")]
    [InlineData("UnsupportedOperation", "aws-refused", "UnsupportedOperation")]
    [InlineData("ValidationError", "aws-refused", "ValidationError")]
    [InlineData("ValidationException", "aws-refused", "ValidationException")]
    [InlineData("PackedPolicyTooLarge", "aws-role-refused", "'role-to-assume'")]
    [InlineData("MalformedPolicyDocument", "aws-role-refused", "'role-to-assume'")]
    public void Map_WrongInput_NamesIt(string code, string ours, string inText) => Map(code).ShouldBe(ErrorCategory.InvalidInput, ours, inText);

    [Theory]
    [InlineData("InvalidInstanceID.NotFound", ErrorCategory.NotFound, "aws-instance-missing")]
    [InlineData("InvalidInstanceID.Malformed", ErrorCategory.NotFound, "aws-instance-missing")]
    [InlineData("InvalidVolume.NotFound", ErrorCategory.NotFound, "aws-volume-missing")]
    [InlineData("InvalidNetworkInterfaceID.NotFound", ErrorCategory.NotFound, "aws-network-interface-missing")]
    [InlineData("InvalidLaunchTemplateName.NotFoundException", ErrorCategory.NotFound, "aws-launch-template-missing")]
    [InlineData("IdempotentParameterMismatch", ErrorCategory.Conflict, "aws-token-used")]
    [InlineData("IncorrectInstanceState", ErrorCategory.Conflict, "aws-busy")]
    [InlineData("IncorrectState", ErrorCategory.Conflict, "aws-busy")]
    [InlineData("VolumeInUse", ErrorCategory.Conflict, "aws-busy")]
    [InlineData("InvalidNetworkInterface.InUse", ErrorCategory.Conflict, "aws-busy")]
    [InlineData("DependencyViolation", ErrorCategory.Conflict, "aws-busy")]
    [InlineData("OperationNotPermitted", ErrorCategory.Unauthorized, "aws-termination-protected")]
    [InlineData("IDPCommunicationError", ErrorCategory.Transient, "aws-identity-provider-unreachable")]
    [InlineData("InternalError", ErrorCategory.Transient, "aws-server-fault")]
    [InlineData("InternalFailure", ErrorCategory.Transient, "aws-server-fault")]
    [InlineData("InternalServerError", ErrorCategory.Transient, "aws-server-fault")]
    [InlineData("ServerInternal", ErrorCategory.Transient, "aws-server-fault")]
    [InlineData("ServiceUnavailable", ErrorCategory.Transient, "aws-server-fault")]
    [InlineData("Unavailable", ErrorCategory.Transient, "aws-server-fault")]
    public void Map_OtherCode_HasItsCategory(string code, ErrorCategory category, string ours) => Map(code).ShouldBe(category, ours, code);

    [Theory]
    [InlineData("SomethingNew", 400, ErrorCategory.Unexpected, "aws-failed")]
    [InlineData("DryRunOperation", 412, ErrorCategory.Unexpected, "aws-failed")]
    [InlineData("SomethingNew", 500, ErrorCategory.Transient, "aws-server-fault")]
    [InlineData(null, 502, ErrorCategory.Transient, "aws-server-fault")]
    [InlineData(null, 403, ErrorCategory.Unauthorized, "aws-not-allowed")]
    public void Map_UnknownCode_GoesByTheStatus(string? code, int status, ErrorCategory category, string ours) =>
        Map(code, status: status).ShouldBe(category, ours, code ?? $"HTTP {status}");

    [Theory]
    [InlineData("Value (x) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name", "'iam-instance-profile'")]
    [InlineData("Volume of size 4GB is smaller than snapshot 'snap-1', expect size >= 8GB", "'root-volume-size-gb'")]
    [InlineData("User data is limited to 16384 bytes", "'setup-script'")]
    [InlineData("Invalid value 'x' for InstanceType.", "'instance-type'")]
    [InlineData("The architecture 'arm64' of the specified instance type does not match the architecture 'x86_64' of the specified AMI.", "'instance-type'")]
    public void Map_WrongParameter_NamesTheInputBehindIt(string message, string inText) =>
        Map("InvalidParameterValue", message).ShouldBe(ErrorCategory.InvalidInput, "aws-refused", inText);

    [Fact]
    public void Map_Refusal_SaysWhatFailedInOneLine() =>
        Map("InternalError", "An internal\n error has occurred.").Message.Should().Be($"{Failed}: An internal error has occurred.");

    [Fact]
    public void Map_NetworkFails_IsTransient()
    {
        MapOther(new HttpRequestException("x", new SocketException((int)SocketError.ConnectionRefused))).ShouldBe(ErrorCategory.Transient, "aws-unreachable", "HTTPS_PROXY");
        MapOther(new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.")).ShouldBe(ErrorCategory.Transient, "aws-unreachable", "ended prematurely");
        MapOther(new TimeoutException("x")).ShouldBe(ErrorCategory.Transient, "aws-timeout", "no answer in time");
        MapOther(new TaskCanceledException("x")).ShouldBe(ErrorCategory.Transient, "aws-timeout", "no answer in time");
    }

    [Fact]
    public void Map_AnswerOfSomebodyElse_IsUnexpected() =>
        MapOther(new XmlException("Data at the root level is invalid.")).ShouldBe(ErrorCategory.Unexpected, "aws-answer-unexpected", "AWS_ENDPOINT_URL");

    [Theory]
    [InlineData("Token of profile x has expired")]
    [InlineData("Unable to get IAM security credentials from EC2 Instance Metadata Service.")]
    [InlineData("Error calling AssumeRole for role arn:aws:iam::123456789012:role/x")]
    public void Map_CredentialsEndOnTheWay_AsksForThem(string message) =>
        MapOther(new AmazonClientException(message)).ShouldBe(ErrorCategory.Unauthorized, "aws-credentials-missing", "id-token: write");

    [Fact]
    public void Map_OtherFailureOfTheSdk_IsUnexpected() =>
        MapOther(new AmazonClientException("Expected hash not equal to calculated hash")).ShouldBe(ErrorCategory.Unexpected, "aws-answer-unexpected", "hash");

    [Theory]
    [InlineData("Server.InsufficientInstanceCapacity", ErrorCategory.NoCapacity, BlockedScope.Candidate, "aws-no-capacity")]
    [InlineData("Server.SpotInstanceTermination", ErrorCategory.NoCapacity, BlockedScope.Candidate, "aws-spot-interrupted")]
    [InlineData("Server.SpotInstanceShutdown", ErrorCategory.NoCapacity, BlockedScope.Candidate, "aws-spot-interrupted")]
    [InlineData("Server.InternalError", ErrorCategory.NoCapacity, BlockedScope.Candidate, "aws-launch-failed")]
    [InlineData("Server.ScheduledStop", ErrorCategory.NoCapacity, BlockedScope.Candidate, "aws-host-retired")]
    [InlineData("Server.SomethingNew", ErrorCategory.NoCapacity, BlockedScope.Candidate, "aws-launch-failed")]
    [InlineData("Client.VolumeLimitExceeded", ErrorCategory.Quota, BlockedScope.Region, "aws-quota-region")]
    [InlineData("Client.InternalError", ErrorCategory.MachineFailed, BlockedScope.Candidate, "aws-volume-key")]
    [InlineData("Client.InvalidSnapshot.NotFound", ErrorCategory.MachineFailed, BlockedScope.Candidate, "aws-image-broken")]
    [InlineData("Client.SomethingNew", ErrorCategory.MachineFailed, BlockedScope.Candidate, "aws-launch-failed")]
    public void Ended_TakenAwayByAws_IsAFailure(string code, ErrorCategory category, BlockedScope scope, string ours)
    {
        var failure = AwsErrors.Ended(code, $"{code}: why", "us-east-1/i-1")!;

        failure.ShouldBe(category, ours, $"EC2 took the machine us-east-1/i-1 away: {code}: why.");
        failure.Scope.Should().Be(scope);
        failure.VendorCode.Should().Be(code);
    }

    [Theory]
    [InlineData(403, ErrorCategory.Unexpected, "aws-answer-unexpected", "AWS_ENDPOINT_URL")]
    [InlineData(404, ErrorCategory.Unexpected, "aws-answer-unexpected", "AWS_ENDPOINT_URL")]
    [InlineData(502, ErrorCategory.Transient, "aws-server-fault", "Try again")]
    public void Map_PageOfAProxy_IsNotAnAnswerOfAws(int status, ErrorCategory category, string code, string inText)
    {
        var failure = Map(code: "", "The service returned an error with HTTP Body: <html>\n<body><h1>No</h1>\n</body></html>", status);

        failure.ShouldBe(category, code, inText);
        failure.Message.Should().EndWith("HTTP Body: a page for people, which is not AWS's.");
    }

    [Theory]
    [InlineData("Client.InstanceInitiatedShutdown")]
    [InlineData("Client.UserInitiatedShutdown")]
    [InlineData("Client.UserInitiatedHibernate")]
    [InlineData("Client.InstanceTerminated")]
    [InlineData("")]
    public void Ended_ByItsUserOrItsProgram_IsNone(string code) => AwsErrors.Ended(code, "x", "i").Should().BeNull();

    private static ActionableException Map(string? code, string message = "It was refused.", int status = 400) =>
        MapOther(new AmazonEC2Exception(message, ErrorType.Sender, code, "request-1", (HttpStatusCode)status));

    private static ActionableException MapOther(Exception exception, Refusal? decoded = null) => AwsErrors.Map(Failed, "ec2:RunInstances", exception, decoded);
}
