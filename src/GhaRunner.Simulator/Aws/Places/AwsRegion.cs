namespace GhaRunner.Simulator.Aws.Places;

/// <summary>A region.</summary>
/// <param name="Name">Its name, such as <c>us-east-1</c>.</param>
/// <param name="ZoneLetters">The letters of its zones, such as <c>abc</c>.</param>
public sealed record AwsRegion(string Name, string ZoneLetters)
{
    /// <summary>Whether there is a default VPC, with a default subnet in each zone.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool HasDefaultVpc { get; init; } = true;

    /// <summary>The names of its zones.</summary>
    public IReadOnlyList<string> Zones => [.. ZoneLetters.Select(letter => Name + letter)];
}
