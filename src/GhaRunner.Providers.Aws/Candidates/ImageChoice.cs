using System.Text.RegularExpressions;
using GhaRunner.Abstractions;

namespace GhaRunner.Providers.Aws.Candidates;

/// <summary>What the input <c>image</c> means for one instance type: an image's id, or the parameter that holds it.</summary>
/// <param name="ImageId">The id; empty when a parameter holds it.</param>
/// <param name="Parameter">The name of the parameter in the Systems Manager's store; empty when the id is known.</param>
internal sealed partial record ImageChoice(string ImageId, string Parameter)
{
    private const string PlainAlias = "ubuntu-24.04";
    private const string GpuAlias = "ubuntu-22.04-gpu";
    private const string ParameterPrefix = "ssm:";

    /// <summary>
    /// Canonical's and AWS's public parameters, {0} being the architecture in their spelling
    /// (https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/,
    /// https://docs.aws.amazon.com/dlami/latest/devguide/find-dlami-id.html).
    /// </summary>
    private static readonly Dictionary<string, (string Path, string X64)> aliases = new(StringComparer.Ordinal)
    {
        ["ubuntu-22.04"] = ("/aws/service/canonical/ubuntu/server/22.04/stable/current/{0}/hvm/ebs-gp2/ami-id", "amd64"),
        [PlainAlias] = ("/aws/service/canonical/ubuntu/server/24.04/stable/current/{0}/hvm/ebs-gp3/ami-id", "amd64"),
        [GpuAlias] = ("/aws/service/deeplearning/ami/{0}/base-oss-nvidia-driver-gpu-ubuntu-22.04/latest/ami-id", "x86_64"),
    };

    /// <summary>Whether it is AWS's image with NVIDIA's driver whose kernel modules are open.</summary>
    public bool HasOpenDriver => Parameter.Contains("-oss-nvidia-driver-", StringComparison.Ordinal);

    /// <summary>Reads the input for one type.</summary>
    /// <param name="image">The input, valid; may be empty.</param>
    /// <param name="architecture">The type's architecture.</param>
    /// <param name="hasNvidiaGpu">Whether the type has NVIDIA GPUs.</param>
    /// <returns>The choice.</returns>
    public static ImageChoice Of(string image, MachineArchitecture architecture, bool hasNvidiaGpu)
    {
        if (AmiId().IsMatch(image))
            return new ImageChoice(image, "");
        if (image.StartsWith(ParameterPrefix, StringComparison.Ordinal))
            return new ImageChoice("", image[ParameterPrefix.Length..]);
        var (path, x64) = aliases[image.Length > 0 ? image : hasNvidiaGpu ? GpuAlias : PlainAlias];
        return new ImageChoice("", path.Replace("{0}", architecture == MachineArchitecture.X64 ? x64 : "arm64", StringComparison.Ordinal));
    }

    /// <summary>Checks the input.</summary>
    /// <param name="image">The input; may be empty.</param>
    /// <returns>What is wrong, as the rest of a sentence that starts with the input's name; else <see langword="null"/>.</returns>
    public static string? Problem(string image) =>
        image.Length == 0 || aliases.ContainsKey(image) || AmiId().IsMatch(image) || ParameterName().IsMatch(image)
            ? null
            : $"is '{image}': it must be one of {string.Join(", ", aliases.Keys)}, an image's id (ami-0123456789abcdef0), or ssm: and a parameter's path (ssm:/my/image).";

    [GeneratedRegex(@"\Aami-[0-9a-f]{8,17}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AmiId();

    [GeneratedRegex(@"\Assm:(/[A-Za-z0-9_.-]+)+(:[A-Za-z0-9_.-]+)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex ParameterName();
}
