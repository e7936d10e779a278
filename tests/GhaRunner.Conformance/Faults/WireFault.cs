namespace GhaRunner.Conformance.Faults;

/// <summary>What may happen to a request of a provider, or to its answer.</summary>
public enum WireFault
{
    /// <summary>The connection is reset before the request has its effect.</summary>
    DropBefore,

    /// <summary>The request has its effect, and the connection is reset instead of an answer.</summary>
    DropAfter,

    /// <summary>The service answers 500, without a body; the request has no effect.</summary>
    Status500,

    /// <summary>A proxy on the way answers 502 with a page of HTML; the request has no effect.</summary>
    Html502,

    /// <summary>A proxy on the way answers 404 with a page of HTML: nothing that says of anything that it is not there.</summary>
    Html404,

    /// <summary>The request has its effect, and no answer comes until the caller gives up.</summary>
    Hang,
}
