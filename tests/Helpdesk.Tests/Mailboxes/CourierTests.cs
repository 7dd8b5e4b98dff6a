using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

public sealed class CourierTests(CourierServer server, Servers servers) : ServerContract(server, servers), IClassFixture<CourierServer>;
