namespace GhaRunner.Simulator.Aws.Images;

/// <summary>A machine image.</summary>
public sealed record AwsImage
{
    /// <summary>Its id, such as <c>ami-0123456789abcdef0</c>.</summary>
    public required string ImageId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>x86_64</c> or <c>arm64</c>.</summary>
    public string Architecture { get; init; } = "x86_64";

    /// <summary>The name of the device that it boots from.</summary>
    /// <value>Default: <c>/dev/sda1</c>.</value>
    public string RootDeviceName { get; init; } = "/dev/sda1";

    /// <summary>The account that owns it.</summary>
    /// <value>Default: Canonical's.</value>
    public string OwnerId { get; init; } = "099720109477";

    /// <summary>The alias of the owner, such as <c>amazon</c>.</summary>
    public string? OwnerAlias { get; init; } = "amazon";

    /// <summary>Its state, such as <c>available</c>, or <c>deregistered</c>, with which nothing can be launched.</summary>
    public string State { get; init; } = "available";

    /// <summary>Whether its owner advises against it: only who asks for its id, or for such images too, is shown it.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>The disks that an instance of it gets.</summary>
    public required IReadOnlyList<AwsImageDevice> Devices { get; init; }
}
