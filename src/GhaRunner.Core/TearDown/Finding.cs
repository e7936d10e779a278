namespace GhaRunner.Core.TearDown;

/// <summary>What a stop has found of a machine that it was to take away.</summary>
public enum Finding
{
    /// <summary>It is there, and ours.</summary>
    There,

    /// <summary>It is ours, and was gone before: it has ended and been taken away by itself, or by another stop.</summary>
    GoneBefore,

    /// <summary>
    /// It is not there, or not tagged as ours: what we did not make is never deleted. It may be elsewhere, too, where nobody
    /// has looked.
    /// </summary>
    NotFound,

    /// <summary>The provider could not be asked.</summary>
    Unknown,
}
