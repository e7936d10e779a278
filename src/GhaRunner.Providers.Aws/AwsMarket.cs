namespace GhaRunner.Providers.Aws;

/// <summary>How machines may be paid for.</summary>
public enum AwsMarket
{
    /// <summary>At the list price.</summary>
    OnDemand,

    /// <summary>Spot capacity only.</summary>
    Spot,

    /// <summary>Spot capacity wherever it is to be had, else at the list price.</summary>
    SpotThenOnDemand,
}
