namespace GhaRunner.Simulator.Aws;

/// <summary>How capacity is bought.</summary>
public enum AwsMarket
{
    /// <summary>At the list price, until it is given back.</summary>
    OnDemand,

    /// <summary>At the spot price, until AWS wants it back.</summary>
    Spot,
}
