using Drover.Kernel;

namespace Drover.Web.LogLevels;

/// <summary>The levels from which on the daemon logs, by category. They can be changed while it runs, and begin anew with each start.</summary>
public interface ILogLevels
{
    /// <summary>What is in force.</summary>
    LogLevelsView View { get; }

    /// <summary>Changes the levels that a specification names; others stay as they are.</summary>
    /// <param name="specification">Such as <c>information,jobs=debug</c>.</param>
    /// <param name="by">Who changes them, for the log.</param>
    /// <returns>What is wrong with it, and then nothing is changed; null when all is well.</returns>
    string? Change(string specification, Caller by);

    /// <summary>Goes back to the setting.</summary>
    /// <param name="by">Who does so, for the log.</param>
    void Reset(Caller by);
}
