namespace GhaRunner.Providers.Aws;

/// <summary>The kinds of volume to boot from that need no further choice.</summary>
public enum RootVolumeType
{
    /// <summary>General purpose SSD: 3000 operations and 125 MiB a second, whatever its size.</summary>
    Gp3,

    /// <summary>General purpose SSD of the generation before.</summary>
    Gp2,
}
