namespace GhaRunner.Simulator.Aws.Types;

/// <summary>An instance type.</summary>
/// <param name="Name">Its name, such as <c>m7i.large</c>.</param>
/// <param name="VCpus">Its virtual processors.</param>
/// <param name="MemoryMiB">Its memory.</param>
/// <param name="HourlyPrice">Its on-demand price in US dollars per hour, the same in every region.</param>
public sealed record AwsInstanceType(string Name, int VCpus, int MemoryMiB, decimal HourlyPrice)
{
    /// <summary><c>x86_64</c> or <c>arm64</c>.</summary>
    /// <value>Default: <c>x86_64</c>.</value>
    public string Architecture { get; init; } = "x86_64";

    /// <summary>The model of its GPUs, such as <c>T4</c>.</summary>
    /// <value>Default: <see langword="null"/>, it has none.</value>
    public string? GpuName { get; init; }

    /// <summary>How many GPUs it has, if any.</summary>
    public int GpuCount { get; init; } = 1;

    /// <summary>The memory of each GPU.</summary>
    public int GpuMemoryMiB { get; init; }

    /// <summary>The host's disk.</summary>
    /// <value>Default: 0, it has none.</value>
    public int LocalDiskGB { get; init; }

    /// <summary>Whether it is built on Nitro, which the latest console output needs.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool Nitro { get; init; } = true;

    /// <summary>Whether it can be bought on the spot market.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool Spot { get; init; } = true;

    /// <summary>The zones that do not offer it, such as <c>us-west-2d</c>.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> NotOfferedIn { get; init; } = [];

    /// <summary>The types that exist by default.</summary>
    public static IReadOnlyList<AwsInstanceType> Defaults { get; } =
    [
        new("t2.micro", 1, 1024, 0.0116m) { Nitro = false },
        new("t3.micro", 2, 1024, 0.0104m),
        new("t3.large", 2, 8192, 0.0832m),
        new("t4g.small", 2, 2048, 0.0168m) { Architecture = "arm64" },
        new("m7i.large", 2, 8192, 0.1008m),
        new("m7i.xlarge", 4, 16384, 0.2016m),
        new("c7i.large", 2, 4096, 0.08925m),
        new("c7i.xlarge", 4, 8192, 0.1785m),
        new("c7g.large", 2, 4096, 0.0725m) { Architecture = "arm64" },
        new("m7g.large", 2, 8192, 0.0816m) { Architecture = "arm64" },
        new("g4dn.xlarge", 4, 16384, 0.526m) { GpuName = "T4", GpuMemoryMiB = 16384, LocalDiskGB = 125 },
        new("g4dn.12xlarge", 48, 196608, 3.912m) { GpuName = "T4", GpuCount = 4, GpuMemoryMiB = 16384, LocalDiskGB = 900 },
        new("g5.xlarge", 4, 16384, 1.006m) { GpuName = "A10G", GpuMemoryMiB = 24576, LocalDiskGB = 250, NotOfferedIn = ["us-west-2d"] },
        new("g6.xlarge", 4, 16384, 0.8048m) { GpuName = "L4", GpuMemoryMiB = 22888, LocalDiskGB = 250, NotOfferedIn = ["us-east-1c"] },
        new("g5g.xlarge", 4, 8192, 0.42m) { Architecture = "arm64", GpuName = "T4g", GpuMemoryMiB = 16384 },
        new("p3.2xlarge", 8, 62464, 3.06m) { GpuName = "V100", GpuMemoryMiB = 16384, Nitro = false },
        new("p4d.24xlarge", 96, 1179648, 21.957m) { GpuName = "A100", GpuCount = 8, GpuMemoryMiB = 40960, LocalDiskGB = 8000 },
    ];

    /// <summary>The price in a zone of the spot market, unless another is set: each zone of a region a bit dearer than the one before.</summary>
    internal decimal SpotPrice(string zone) => decimal.Round(HourlyPrice * (0.30m + (0.02m * (zone[^1] - 'a'))), 6);
}
