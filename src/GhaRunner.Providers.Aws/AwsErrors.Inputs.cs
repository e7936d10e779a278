using GhaRunner.Abstractions;
using static GhaRunner.Abstractions.ErrorCategory;

namespace GhaRunner.Providers.Aws;

/// <summary>What does not fit between the inputs and what AWS has.</summary>
internal static partial class AwsErrors
{
    /// <summary>An input names what no region has.</summary>
    /// <param name="input">The input.</param>
    /// <param name="names">What is missing.</param>
    /// <param name="regions">Where it was looked for.</param>
    public static ActionableException Missing(string input, string names, string regions) => new(
        InvalidInput, $"aws-{input}-missing", $"{names} is not to be found in {regions}.", $"Check inputs '{input}' and 'region', and whose account it is.");

    /// <summary>There is no network to put a machine into.</summary>
    public static ActionableException NoDefaultSubnets(string regions) => new(
        InvalidInput, "aws-no-default-subnet", $"There are no default subnets in {regions}.", "Name subnets of yours in input 'subnet', or create the default VPC (aws ec2 create-default-vpc).");

    /// <summary>None of the groups is of the network that a subnet is in.</summary>
    public static ActionableException NoGroupInVpc(string subnet, string vpc) => new(
        InvalidInput, "aws-security-group-missing", $"The subnet {subnet} is in {vpc}, and no group of input 'security-group' is.",
        $"Add a security group of {vpc} to input 'security-group', or leave the input out for the VPC's default group.");

    /// <summary>An image cannot be used.</summary>
    public static ActionableException WrongImage(string message, string remedy) => new(InvalidInput, "aws-image-unsuitable", message, remedy);

    /// <summary>The image does not fit on the volume.</summary>
    public static ActionableException RootVolumeTooSmall(string image, string region, int least, int size) => new(
        InvalidInput, "aws-root-volume-too-small", $"The image {image} in {region} needs {least} GiB, and input 'root-volume-size-gb' is {size}.",
        $"Set input 'root-volume-size-gb' to {least} or more, or leave it out.");

    /// <summary>Spot capacity is to be had, for more than the user gives.</summary>
    public static ActionableException AllTooDear((Candidate Candidate, decimal Price) cheapest, decimal limit) => new(
        NoCapacity, "aws-max-price-too-low", $"Spot capacity costs more than {limit} US dollars an hour everywhere: {cheapest.Price:0.#####} at the least ({cheapest.Candidate}).",
        "Raise input 'max-price', name more instance types or subnets, or set input 'market' to spot-then-on-demand.") { Scope = BlockedScope.Account };

    /// <summary>Nothing is left to try.</summary>
    public static ActionableException NothingFits(IEnumerable<string> notes) => new(
        InvalidInput, "aws-nothing-fits", $"No machine can be made of these inputs: {string.Join("; ", notes.Distinct())}.",
        "Change input 'instance-type', 'region', 'subnet' or 'image'.");
}
