namespace Drover.Nodes.Services;

/// <summary>How a cltab is taken.</summary>
public enum CltabTaking
{
    /// <summary>Unless it would stop more than the node lets pass unasked.</summary>
    Asking,

    /// <summary>Whatever it stops.</summary>
    Confirmed,

    /// <summary>Not the file: what was in force before the last one was taken comes back, with the levels of groups that had gone.</summary>
    Undo,
}
