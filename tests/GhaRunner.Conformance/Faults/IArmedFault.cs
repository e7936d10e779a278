namespace GhaRunner.Conformance.Faults;

/// <summary>A fault that waits for its request. Once it is disposed of, nothing goes wrong any more.</summary>
public interface IArmedFault : IDisposable
{
    /// <summary>How many requests have come over the wire since it was armed.</summary>
    int Requests { get; }

    /// <summary>Ends when the fault strikes.</summary>
    Task Struck { get; }
}
