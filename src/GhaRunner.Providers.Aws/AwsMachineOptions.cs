using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Candidates;
using GhaRunner.Providers.Aws.Machines;

namespace GhaRunner.Providers.Aws;

/// <summary>What machines to make.</summary>
public sealed class AwsMachineOptions : IValidatedOptions
{
    /// <summary>EC2 takes no lower price than this.</summary>
    private const decimal LeastPrice = 0.001m;

    /// <summary>The instance types, in order of preference.</summary>
    /// <value>Names such as <c>g5.xlarge</c>; at least one.</value>
    [Input("instance-type", "The EC2 instance types, such as g5.xlarge, in order of preference.", Required = true,
        Pattern = @"[a-z][a-z0-9-]*\.[a-z0-9-]+", PatternMeaning = "an instance type, such as m7i.large")]
    public IReadOnlyList<string> InstanceType { get; set; } = [];

    /// <summary>The image.</summary>
    /// <value>
    /// <c>ami-…</c>, <c>ssm:/path</c> of a parameter that holds an image's id, or <c>ubuntu-22.04</c>, <c>ubuntu-24.04</c>,
    /// <c>ubuntu-22.04-gpu</c>; default <c>ubuntu-24.04</c>, or <c>ubuntu-22.04-gpu</c> for types with NVIDIA GPUs.
    /// </value>
    [Input("image", "The image: ubuntu-24.04, ubuntu-22.04, ubuntu-22.04-gpu, ami-…, or ssm:/path of a parameter with an image's id; when unset ubuntu-24.04, or ubuntu-22.04-gpu for types with NVIDIA GPUs.")]
    public string Image { get; set; } = "";

    /// <summary>The subnets, in order of preference.</summary>
    /// <value>Ids; default none: the default subnets of each region.</value>
    [Input("subnet", "The subnets, in order of preference; each decides the zone. The default subnets of each region when unset.",
        Pattern = "subnet-[0-9a-f]{8,17}", PatternMeaning = "a subnet's id, such as subnet-0123456789abcdef0")]
    public IReadOnlyList<string> Subnet { get; set; } = [];

    /// <summary>The security groups of the machines.</summary>
    /// <value>Ids; of each subnet's VPC at least one. Default none: the VPC's default group.</value>
    [Input("security-group", "The security groups; a machine needs no inbound rule. The VPC's default group when unset.",
        Pattern = "sg-[0-9a-f]{8,17}", PatternMeaning = "a security group's id, such as sg-0123456789abcdef0")]
    public IReadOnlyList<string> SecurityGroup { get; set; } = [];

    /// <summary>The instance profile: the role that jobs have on the machine.</summary>
    /// <value>A name or an ARN; default none.</value>
    [Input("iam-instance-profile", "The instance profile (name or ARN), whose role the jobs on the machine have; none when unset.",
        Pattern = "[A-Za-z0-9_+=,.@-]{1,128}|arn:aws[a-z-]*:iam::[0-9]{12}:instance-profile/[A-Za-z0-9_+=,.@/-]+",
        PatternMeaning = "an instance profile's name or ARN (not a role's)")]
    public string IamInstanceProfile { get; set; } = "";

    /// <summary>The size of the root volume.</summary>
    /// <value>GiB, 1 to 16384, no less than the image's; default unset: the image's.</value>
    [Input("root-volume-size-gb", "The size of the root volume in GiB; the image's when unset.", Minimum = 1, Maximum = 16384)]
    public int? RootVolumeSizeGb { get; set; }

    /// <summary>The kind of the root volume; it is encrypted, and goes with the machine.</summary>
    /// <value>Default <c>gp3</c>.</value>
    [Input("root-volume-type", "The kind of the root volume.", Default = "gp3")]
    public RootVolumeType RootVolumeType { get; set; } = RootVolumeType.Gp3;

    /// <summary>How the machines are paid for.</summary>
    /// <value>Default <c>on-demand</c>.</value>
    [Input("market", "How machines are paid for: on-demand, spot, or spot-then-on-demand (spot capacity wherever it is to be had, before any on-demand).", Default = "on-demand")]
    public AwsMarket Market { get; set; } = AwsMarket.OnDemand;

    /// <summary>The most that a spot machine may cost.</summary>
    /// <value>US dollars an hour, more than 0.001; default unset: the on-demand price.</value>
    [Input("max-price", "The most that a spot machine may cost, in US dollars an hour; the on-demand price when unset.")]
    public decimal? MaxPrice { get; set; }

    /// <summary>Whether the machines get a public IPv4 address.</summary>
    /// <value>Default unset: as the subnet is set.</value>
    [Input("public-ip", "Whether a machine gets a public IPv4 address; as the subnet is set when unset. Without one, the subnet needs another way to GitHub (NAT).")]
    public bool? PublicIp { get; set; }

    /// <summary>The key pair that may log in over SSH.</summary>
    /// <value>A name; default none.</value>
    [Input("key-name", "The key pair for SSH, to look into a machine; none when unset.", Pattern = "[ -~]{1,255}", PatternMeaning = "the name of a key pair")]
    public string KeyName { get; set; } = "";

    /// <summary>Tags of the user's own, for instance, volumes, network interface and spot request.</summary>
    /// <value><c>key=value</c>, at most 38.</value>
    [Input("tags", "More tags for the machine, its volumes and its network interface, as key=value.")]
    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <inheritdoc/>
    public IEnumerable<InputProblem> Validate()
    {
        if (ImageChoice.Problem(Image) is { } imageProblem)
            yield return new InputProblem("image", imageProblem);
        if (MaxPrice is <= LeastPrice)
            yield return new InputProblem("max-price", $"must be more than {LeastPrice} US dollars an hour.");
        if (MaxPrice is not null && Market == AwsMarket.OnDemand)
            yield return new InputProblem("max-price", "goes with spot capacity alone: set market to spot or spot-then-on-demand, or leave max-price out.");
        foreach (var problem in UserTags.Problems(Tags))
            yield return new InputProblem("tags", problem);
    }
}
