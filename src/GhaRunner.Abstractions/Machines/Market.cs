namespace GhaRunner.Abstractions;

/// <summary>How a machine is paid for.</summary>
public enum Market
{
    /// <summary>At the list price, until it is given back.</summary>
    OnDemand,

    /// <summary>Cheaper, and taken back by the provider whenever it likes.</summary>
    Spot,
}
