using System.Globalization;
using System.Text;
using Amazon.EC2;
using Amazon.EC2.Model;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Candidates;

namespace GhaRunner.Providers.Aws.Machines;

/// <summary>
/// Turns a request and the options into the one call that makes an instance
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html).
/// </summary>
internal static class LaunchRequest
{
    /// <summary>EC2's limit, before the encoding.</summary>
    public const int MostUserData = 16384;

    /// <summary>Writes the call.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="options">Valid options.</param>
    /// <returns>The call.</returns>
    /// <exception cref="ActionableException">The user-data is longer than EC2 takes.</exception>
    public static RunInstancesRequest Of(MachineRequest request, AwsMachineOptions options)
    {
        var properties = CandidateProperties.Of(request.Candidate);
        var isSpot = request.Candidate.Market == Market.Spot;
        return new RunInstancesRequest
        {
            ClientToken = ClientToken.Of(request),
            ImageId = properties.ImageId,
            InstanceType = request.Candidate.InstanceType,
            MinCount = 1,
            MaxCount = 1,
            UserData = Encode(request.Bootstrap.UserData),
            KeyName = options.KeyName.Length > 0 ? options.KeyName : null,
            IamInstanceProfile = Profile(options.IamInstanceProfile),
            InstanceInitiatedShutdownBehavior = ShutdownBehavior.Terminate,
            // A job on the machine gets the profile's credentials, a container in it does not (hop limit 1).
            MetadataOptions = new InstanceMetadataOptionsRequest
            {
                HttpEndpoint = InstanceMetadataEndpointState.Enabled,
                HttpTokens = HttpTokensState.Required,
                HttpPutResponseHopLimit = 1,
            },
            NetworkInterfaces =
            [
                new InstanceNetworkInterfaceSpecification
                {
                    DeviceIndex = 0,
                    SubnetId = request.Candidate.Subnet,
                    Groups = properties.SecurityGroups.Count > 0 ? [.. properties.SecurityGroups] : null,
                    AssociatePublicIpAddress = options.PublicIp,
                    DeleteOnTermination = true,
                },
            ],
            BlockDeviceMappings =
            [
                new BlockDeviceMapping
                {
                    DeviceName = properties.RootDevice,
                    Ebs = new EbsBlockDevice
                    {
                        VolumeType = VolumeType.FindValue(options.RootVolumeType.ToString().ToLowerInvariant()),
                        VolumeSize = options.RootVolumeSizeGb ?? properties.RootSizeGb,
                        Encrypted = true,
                        DeleteOnTermination = true,
                    },
                },
                .. properties.OtherDevices.Select(device => new BlockDeviceMapping
                {
                    DeviceName = device,
                    Ebs = new EbsBlockDevice { DeleteOnTermination = true },
                }),
            ],
            InstanceMarketOptions = isSpot ? SpotOptions(options.MaxPrice) : null,
            TagSpecifications = TagAll(request.Ownership, options.Tags, isSpot),
        };
    }

    private static string Encode(string userData)
    {
        var bytes = Encoding.UTF8.GetBytes(userData);
        return bytes.Length <= MostUserData ? Convert.ToBase64String(bytes) : throw new ActionableException(
            ErrorCategory.InvalidInput, "aws-user-data-too-long",
            $"What the machine has to run is {bytes.Length} bytes long, and EC2 takes {MostUserData}.",
            $"Shorten input 'setup-script' by {bytes.Length - MostUserData} bytes: have it fetch what is long, or put that into the image.");
    }

    private static IamInstanceProfileSpecification? Profile(string profile) => profile switch
    {
        "" => null,
        _ when profile.StartsWith("arn:", StringComparison.Ordinal) => new IamInstanceProfileSpecification { Arn = profile },
        _ => new IamInstanceProfileSpecification { Name = profile },
    };

    private static InstanceMarketOptionsRequest SpotOptions(decimal? maxPrice) => new()
    {
        MarketType = MarketType.Spot,
        SpotOptions = new SpotMarketOptions
        {
            SpotInstanceType = SpotInstanceType.OneTime,
            InstanceInterruptionBehavior = InstanceInterruptionBehavior.Terminate,
            MaxPrice = maxPrice?.ToString(CultureInfo.InvariantCulture),
        },
    };

    private static List<TagSpecification> TagAll(Ownership ownership, IReadOnlyList<string> userTags, bool isSpot)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["Name"] = ownership.MachineName };
        foreach (var (key, value) in UserTags.Parse(userTags).Concat(ownership.ToTags()))
            tags[key] = value;
        ResourceType[] kinds = [ResourceType.Instance, ResourceType.Volume, ResourceType.NetworkInterface, .. isSpot ? new[] { ResourceType.SpotInstancesRequest } : []];
        return [.. kinds.Select(kind => new TagSpecification { ResourceType = kind, Tags = [.. tags.Select(tag => new Tag(tag.Key, tag.Value))] })];
    }
}
