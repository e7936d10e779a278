namespace GhaRunner.Actions.Catalogue;

/// <summary>The names of the outputs.</summary>
internal static class OutputNames
{
    public const string Mapping = "mapping";
    public const string Instances = "instances";
    public const string Machines = "machines";
    public const string Stopped = "stopped";
    public const string Reaped = "reaped";
}
