using System.Text;
using GhaRunner.Simulator.Aws.Images;
using GhaRunner.Simulator.Aws.Types;
using GhaRunner.Simulator.Aws.Wire;

namespace GhaRunner.Simulator.Aws.Ec2.Launching;

/// <summary>Validates a launch as EC2 does.</summary>
internal static class LaunchPlanner
{
    private const int LongestUserData = 16384;
    private const string FromParameter = "resolve:ssm:";

    /// <exception cref="AwsError">Something is missing, invalid, unknown or not permitted.</exception>
    public static LaunchPlan Plan(Ec2Call call)
    {
        var form = call.Form;
        var (minimum, maximum) = Counts(form);
        if (form.Has("LaunchTemplate"))
            throw new AwsError("InvalidLaunchTemplateName.NotFoundException", "The specified launch template does not exist: the simulator has none.");
        var image = Image(call, form.Required("ImageId"));
        var type = call.Cloud.Types.Require(form.Required("InstanceType"));
        DemandSameArchitecture(type, image);
        var spot = PlannedSpot.Read(form);
        if (spot is not null && !type.Spot)
            throw new AwsError("InvalidParameterValue", $"The instance type '{type.Name}' is not supported for Spot requests.");
        var tags = LaunchTags.Read(form, spot is not null);
        foreach (var kind in tags.Kinds)
            call.Demand("ec2:CreateTags", call.Arn(kind, "*"));
        return new LaunchPlan
        {
            MinCount = minimum,
            MaxCount = maximum,
            Image = image,
            Type = type,
            Network = PlannedNetwork.Read(call),
            Devices = LaunchDevices.Read(form, image),
            Spot = spot,
            Tags = tags,
            UserData = UserData(form.Text("UserData")),
            KeyName = KeyName(call),
            ProfileArn = ProfileArn(call),
            ShutdownBehavior = PlannedSpot.OneOf(form, "InstanceInitiatedShutdownBehavior", "stop", "terminate"),
            ClientToken = ClientToken(form),
            MetadataOptions = Metadata(form.Structure("MetadataOptions")),
            TerminationDisabled = form.Flag("DisableApiTermination") ?? false,
            Tenancy = PlannedSpot.OneOf(form.Structure("Placement"), "Tenancy", "default", "dedicated"),
            EbsOptimized = form.Flag("EbsOptimized") ?? false,
        };
    }

    private static (int Minimum, int Maximum) Counts(QueryForm form)
    {
        form.Required("MinCount");
        form.Required("MaxCount");
        var (minimum, maximum) = (form.Number("MinCount")!.Value, form.Number("MaxCount")!.Value);
        if (minimum < 1 || maximum < minimum)
            throw new AwsError("InvalidParameterValue", $"Invalid value '{minimum}' for minCount, '{maximum}' for maxCount. Expected 1 <= minCount <= maxCount.");
        return (minimum, maximum);
    }

    private static AwsImage Image(Ec2Call call, string id)
    {
        if (id.StartsWith(FromParameter, StringComparison.Ordinal))
        {
            var parameter = id[FromParameter.Length..];
            call.Demand("ssm:GetParameters", $"arn:aws:ssm:{call.Region.Name}:{call.AccountId}:parameter/{parameter.TrimStart('/')}");
            id = call.Region.Parameters.GetValueOrDefault(parameter)
                ?? throw new AwsError("InvalidParameterValue", $"The ImageId '{id}' cannot be resolved: the parameter does not exist.");
        }

        var image = ImageActions.Require(call, id);
        return image.State == "available" ? image : throw new AwsError("InvalidAMIID.Unavailable", $"The image ID '{id}' is no longer available");
    }

    private static void DemandSameArchitecture(AwsInstanceType type, AwsImage image)
    {
        if (type.Architecture != image.Architecture)
        {
            throw new AwsError(
                "InvalidParameterValue",
                $"The architecture '{type.Architecture}' of the specified instance type does not match the architecture '{image.Architecture}' of the specified AMI. "
                    + "Specify an instance type and an AMI that have matching architectures, and try again. "
                    + "You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.");
        }
    }

    private static string UserData(string? encoded)
    {
        if (encoded is null)
            return "";
        var buffer = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, buffer, out var length))
            throw new AwsError("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
        return length <= LongestUserData ? Encoding.UTF8.GetString(buffer, 0, length) : throw new AwsError("InvalidParameterValue", $"User data is limited to {LongestUserData} bytes");
    }

    private static string? KeyName(Ec2Call call) => call.Form.Text("KeyName") switch
    {
        null => null,
        var name when call.Region.KeyPairs.Contains(name) => name,
        var name => throw new AwsError("InvalidKeyPair.NotFound", $"The key pair '{name}' does not exist"),
    };

    private static string? ProfileArn(Ec2Call call)
    {
        var profile = call.Form.Structure("IamInstanceProfile");
        var (name, arn) = (profile.Text("Name"), profile.Text("Arn"));
        if (name is not null && arn is not null)
            throw new AwsError("InvalidParameterCombination", "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'");
        if ((name ?? arn) is not { } given)
            return null;
        var profileName = given[(given.LastIndexOf('/') + 1)..];
        if (!call.Cloud.Profiles.Contains(profileName))
        {
            throw new AwsError("InvalidParameterValue", name is not null
                ? $"Value ({name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name"
                : $"Value ({arn}) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN");
        }

        call.Demand("iam:PassRole", $"arn:aws:iam::{call.AccountId}:role/{profileName}");
        return arn ?? $"arn:aws:iam::{call.AccountId}:instance-profile/{name}";
    }

    private static string? ClientToken(QueryForm form) => form.Text("ClientToken") switch
    {
        { Length: > 64 } => throw new AwsError("InvalidParameterValue", "The client token must have at most 64 characters"),
        var token => token,
    };

    private static Dictionary<string, string> Metadata(QueryForm options)
    {
        PlannedSpot.OneOf(options, "HttpTokens", "optional", "required");
        PlannedSpot.OneOf(options, "HttpEndpoint", "enabled", "disabled");
        if (options.Number("HttpPutResponseHopLimit") is < 1 or > 64)
            throw new AwsError("InvalidParameterValue", "HttpPutResponseHopLimit must be between 1 and 64.");
        return new Dictionary<string, string>(options.All);
    }
}
