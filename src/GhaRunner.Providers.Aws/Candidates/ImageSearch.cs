using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.SimpleSystemsManagement.Model;
using GhaRunner.Abstractions;
using GhaRunner.Providers.Aws.Api;

namespace GhaRunner.Providers.Aws.Candidates;

/// <summary>Finds the image of each instance type in a region: parameters first, where they hold its id, then the images.</summary>
internal sealed class ImageSearch(AwsCalls calls, string image)
{
    /// <summary>Looks.</summary>
    /// <param name="region">The region.</param>
    /// <param name="types">The types that the region has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The image of each type that has one, and what is missing, for people.</returns>
    /// <exception cref="ActionableException">AWS refused, or did not answer; or an image does not fit its type.</exception>
    public async Task<(IReadOnlyDictionary<string, Image> Images, IReadOnlyList<string> Notes)> FindAsync(
        string region, IReadOnlyDictionary<string, TypeDetails> types, CancellationToken cancellationToken)
    {
        var choices = types.Where(type => type.Value.Architecture is not null)
            .ToDictionary(type => type.Key, type => ImageChoice.Of(image, type.Value.Architecture!.Value, type.Value.HasNvidiaGpu), StringComparer.Ordinal);
        var notes = new List<string>();
        var parameters = await ReadParametersAsync(region, [.. choices.Values.Select(choice => choice.Parameter).Where(name => name.Length > 0).Distinct()], cancellationToken);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (type, choice) in choices)
        {
            if (choice.ImageId.Length > 0)
                ids[type] = choice.ImageId;
            else if (parameters.TryGetValue(choice.Parameter, out var id))
                ids[type] = id;
            else
                notes.Add($"{region} has no parameter {choice.Parameter}, so {type} has no image there");
        }

        var images = await DescribeAsync(region, [.. ids.Values.Distinct()], cancellationToken);
        var found = new Dictionary<string, Image>(StringComparer.Ordinal);
        foreach (var (type, id) in ids)
        {
            if (!images.TryGetValue(id, out var what))
            {
                notes.Add($"{region} has no image {id}");
                continue;
            }

            found[type] = Check(what, region, type, types[type]);
            if (choices[type].HasOpenDriver && types[type].GpusWithoutOpenDriver is { Length: > 0 } gpus)
                notes.Add(NoDriver(type, gpus));
        }

        return (found, [.. notes.Distinct()]);
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadParametersAsync(string region, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
            return new Dictionary<string, string>();
        var answer = await calls.SsmAsync(region, $"did not read the parameters {string.Join(", ", names)}", "GetParameters",
            ssm => ssm.GetParametersAsync(new GetParametersRequest { Names = [.. names] }, cancellationToken), cancellationToken);
        return (answer.Parameters ?? []).ToDictionary(parameter => parameter.Name + (parameter.Selector ?? ""), parameter => parameter.Value, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyDictionary<string, Image>> DescribeAsync(string region, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return new Dictionary<string, Image>();
        // By a filter, to which an id of another region is no error; with it, those that their owner has deprecated must be asked for.
        var images = await Pages.AllAsync<DescribeImagesResponse, Image>(
            next => calls.Ec2Async(region, $"did not describe the image {string.Join(", ", ids)}", "DescribeImages",
                ec2 => ec2.DescribeImagesAsync(new DescribeImagesRequest { Filters = [new Filter("image-id", [.. ids])], IncludeDeprecated = true, NextToken = next }, cancellationToken), cancellationToken),
            page => page.Images, page => page.NextToken);
        return images.ToDictionary(found => found.ImageId, StringComparer.Ordinal);
    }

    private static string NoDriver(string type, string gpus) =>
        $"the open NVIDIA driver of the image (ubuntu-22.04-gpu) does not support the {gpus} of {type}: name an image with NVIDIA's proprietary driver in input 'image', "
        + "such as AWS's Deep Learning Base Proprietary Nvidia Driver AMI or one of your own, or a type with newer GPUs, such as g4dn.xlarge";

    private static Image Check(Image what, string region, string type, TypeDetails details)
    {
        if (what.State is not null && what.State != ImageState.Available)
            throw AwsErrors.WrongImage($"The image {what.ImageId} in {region} is {what.State.Value}, not available.", "Wait until it is available, or name another in input 'image'.");
        if (what.Platform == PlatformValues.Windows)
            throw AwsErrors.WrongImage($"The image {what.ImageId} in {region} is one of Windows; a runner is installed on Linux here.", "Name a Linux image with cloud-init in input 'image'.");
        if (string.IsNullOrEmpty(what.RootDeviceName))
            throw AwsErrors.WrongImage($"The image {what.ImageId} in {region} does not tell what device it boots from.", "Name an image with an EBS root volume in input 'image'.");
        var architecture = ArchitectureName.Parse(what.Architecture?.Value);
        return architecture == details.Architecture ? what : throw AwsErrors.WrongImage(
            $"The image {what.ImageId} in {region} is for {what.Architecture?.Value}, and {type} is {(details.Architecture == MachineArchitecture.X64 ? "x86_64" : "arm64")}.",
            "Let input 'image' name an image of the instance types' architecture; the names such as ubuntu-24.04 fit every type.");
    }
}
