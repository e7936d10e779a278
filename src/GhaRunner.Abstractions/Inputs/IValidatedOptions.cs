namespace GhaRunner.Abstractions;

/// <summary>Options with rules between inputs, or rules that the attribute cannot say. Called once all inputs are bound.</summary>
public interface IValidatedOptions
{
    /// <summary>Checks the options; reads local files at most, never the network.</summary>
    /// <returns>Everything that is wrong; nothing when all is well.</returns>
    IEnumerable<InputProblem> Validate();
}
