namespace Drover.Agent.Shares.Rules;

/// <summary>Numbers of users and groups by their names.</summary>
internal interface IAccountNumbers
{
    /// <summary>Number of a user; null when there is none of the name.</summary>
    uint? User(string name);

    /// <summary>Number of a group; null when there is none of the name.</summary>
    uint? Group(string name);
}
