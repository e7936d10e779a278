namespace GhaRunner.Abstractions;

/// <summary>Takes every secret that is made on the way, before it can be shown anywhere.</summary>
public interface ISecretMask
{
    /// <summary>Has a secret masked in all output from now on.</summary>
    /// <param name="secret">The secret; not empty.</param>
    void Mask(string secret);
}
