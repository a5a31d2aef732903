using Drover.Kernel.Logs;
using Drover.Nodes.Accounts;
using Drover.Nodes.Addresses;
using Drover.Nodes.Commands;
using Drover.Nodes.Configuration;
using Drover.Nodes.Facts;
using Drover.Nodes.Presence;
using Drover.Nodes.Services;
using Drover.Nodes.Shares;
using Drover.Nodes.TestJobs;

namespace Drover.Nodes;

/// <summary>What happens on a machine, one contract for each capability. What is called here takes and gives data only, so that it can go over a wire.</summary>
public interface INode
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Whether it can be reached now.</summary>
    NodePresence Presence { get; }

    /// <summary>What it is, and what it has left.</summary>
    INodeFacts Facts { get; }

    /// <summary>Its groups of processes.</summary>
    INodeServices Services { get; }

    /// <summary>Commands that are run there once.</summary>
    INodeCommands Commands { get; }

    /// <summary>The output of its services, under the names <c>service/GROUP/TAG</c>.</summary>
    ILogs Logs { get; }

    /// <summary>Its copy of the configuration; null of a machine that is given none.</summary>
    INodeConfiguration? Configuration => null;

    /// <summary>The address that it can be given besides its own; null of a machine that cannot be the master.</summary>
    INodeAddresses? Addresses => null;

    /// <summary>Whether it knows of leases, so that it may be given a group that is to be on one node of several.</summary>
    bool KeepsLeases => false;

    /// <summary>Steps of test jobs; null of a machine that runs none. Whether one that is away does is seen when it is opened.</summary>
    INodeTestJobs? TestJobs => null;

    /// <summary>Its shared directories and homes; null of a machine that keeps none.</summary>
    INodeShares? Shares => null;

    /// <summary>Its users and groups; null of a machine whose account files are not looked after.</summary>
    INodeAccounts? Accounts => null;
}
