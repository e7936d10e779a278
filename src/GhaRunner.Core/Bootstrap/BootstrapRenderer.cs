namespace GhaRunner.Core.Bootstrap;

/// <summary>Renders a plan in the format that a provider's machines take.</summary>
public static class BootstrapRenderer
{
}
