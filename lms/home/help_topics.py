"""The help topics (P6): what people ask most, each answered in at most five steps.

The texts are Vietnamese content, not interface: they are kept here whole and shown as they are.
`words` are other words people search with. No Django."""

from __future__ import annotations

from dataclasses import dataclass

from lms.core.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Topic:
    slug: str
    title: str
    steps: tuple[str, ...]
    words: str = ""
    href: str = ""
    action: str = ""  # what the link to `href` says

    def matches(self, folded: str) -> bool:
        """Whether every word of the folded text begins a word of this topic."""
        text = f" {fold(' '.join([self.title, self.words, *self.steps]))}"
        return all(f" {word}" in text for word in folded.split())


TOPICS = (
    Topic(
        "khong-dang-nhap-duoc",
        "Không đăng nhập được",
        (
            "Bấm “Đăng nhập” ở góc trên, bên phải.",
            "Gõ số thẻ: 8 chữ số in trên thẻ học viên. Có dấu cách hay không đều được.",
            "Gõ mã số 6 chữ số của mình. Bấm “Hiện mã” để nhìn lại trước khi gửi.",
            "Sai 10 lần thì phải đợi 15 phút. Đợi xong, làm lại từ đầu.",
            "Vẫn chưa được thì bấm “Quên mã số”, hoặc nhờ người hướng dẫn ở điểm học.",
        ),
        "vào không được, sai mã, khóa, mật khẩu, đăng nhập lỗi",
        "/dang-nhap/",
        "Mở trang đăng nhập",
    ),
    Topic(
        "chu-nho-qua",
        "Chữ nhỏ quá",
        (
            "Kéo xuống cuối trang, bấm “Cỡ chữ và màu”.",
            "Chọn “To” hoặc “Rất to”. Chữ mẫu ở dưới cho thấy sẽ to cỡ nào.",
            "Chói mắt thì chọn màu “Tối” hoặc “Tương phản cao”.",
            "Bấm “Lưu”. Máy này sẽ nhớ cho những lần sau.",
        ),
        "phóng to, mắt kém, không nhìn rõ, màu, sáng quá, tương phản",
        "/hien-thi/",
        "Đổi cỡ chữ ngay",
    ),
    Topic(
        "mat-mang-giua-chung",
        "Mất mạng giữa chừng",
        (
            "Đừng đóng trang. Những gì đã lưu vẫn còn.",
            "Xem điện thoại còn Wi-Fi hoặc 4G không. Thử tắt đi, bật lại.",
            "Có mạng rồi thì bấm lại nút vừa bấm. Chữ đã gõ vẫn còn trong ô.",
            "Lỡ đóng trang thì mở lại, vào “Việc học của tôi”, bấm “Học tiếp”.",
        ),
        "rớt mạng, không có mạng, wifi, 4g, chưa gửi được, ngoại tuyến, mất bài",
        "/hoc/",
        "Mở việc học của tôi",
    ),
    Topic(
        "doi-so-dien-thoai",
        "Đổi số điện thoại",
        (
            "Đăng nhập, rồi bấm tên mình ở góc trên, bên phải.",
            "Ở dòng “Số điện thoại”, bấm “Thay đổi”.",
            "Gõ số mới, đủ 10 chữ số. Dùng chung số với người nhà cũng được.",
            "Bấm “Lưu”. Kết quả học và thẻ học viên giữ nguyên.",
        ),
        "đổi sim, số mới, mất số, thay số",
        "/tai-khoan/",
        "Mở trang tài khoản",
    ),
    Topic(
        "quen-ma-so",
        "Quên mã số",
        (
            "Mã số là 6 chữ số chỉ mình biết. Không ai khác xem được mã này.",
            "Ở trang đăng nhập, bấm “Quên mã số” và chọn một cách.",
            "Cách chắc nhất: mang thẻ học viên đến điểm học, nhờ người hướng dẫn đặt lại.",
            "Tự gõ mã mới. Người hướng dẫn không cần biết mã của mình.",
        ),
        "quên mật khẩu, quên pin, mất mã, không nhớ, đặt lại mã",
        "/quen-ma/",
        "Mở trang quên mã số",
    ),
    Topic(
        "mat-the-hoc-vien",
        "Mất thẻ học viên",
        (
            "Còn nhớ số thẻ và mã số thì vẫn đăng nhập được như thường.",
            "Không nhớ số thẻ thì đến điểm học, nói họ tên và xã, phường nơi ở.",
            "Nhờ người hướng dẫn in thẻ mới. Mã QR trên thẻ cũ sẽ hết dùng.",
            "Kết quả học không mất. Số thẻ vẫn như cũ.",
        ),
        "rơi thẻ, in lại thẻ, thẻ hỏng, quên số thẻ",
        "/diem-hoc/",
        "Tìm điểm học gần nhà",
    ),
    Topic(
        "ten-in-sai",
        "Tên in sai trên giấy chứng nhận",
        (
            "Mở “Việc học của tôi”, bấm “Giấy chứng nhận”.",
            "So tên trên giấy với căn cước: đủ họ, chữ đệm, tên và dấu.",
            "Thấy sai thì báo người hướng dẫn, hoặc gọi số ở cuối trang này.",
            "Nói rõ mã trên giấy và tên đúng. Đừng gửi ảnh căn cước cho ai.",
            "Giấy đúng sẽ thay giấy cũ. Mã của giấy cũ hiện là đã thay thế.",
        ),
        "sai tên, sai họ, sai năm sinh, sửa tên, đính chính, báo sửa",
        "/hoc/giay-chung-nhan/",
        "Xem giấy chứng nhận",
    ),
    Topic(
        "dung-may-chung",
        "Dùng máy tính chung của lớp",
        (
            "Bấm vào tên mình trên màn hình. Có hai chữ số cuối của thẻ để khỏi nhầm.",
            "Gõ mã số 6 chữ số. Che tay khi gõ nếu có người đứng gần.",
            "Nhìn thanh trên cùng: phải đúng tên mình. Không đúng thì bấm “Không phải tôi”.",
            "Học xong, bấm “Xong, đổi người” rồi mới đứng dậy.",
            "Quên bấm cũng không sao: 10 phút không ai dùng, máy tự thoát.",
        ),
        "máy chung, máy của lớp, đổi người, nhà văn hóa, nhiều người một máy",
    ),
    Topic(
        "tim-diem-hoc",
        "Tìm điểm học gần nhà",
        (
            "Bấm “Tìm điểm học gần nhà” ở trang chủ hoặc cuối trang.",
            "Gõ tên xã, phường. Tên mới hay tên cũ, có dấu hay không dấu đều được.",
            "Xem địa chỉ, giờ mở cửa và buổi học sắp tới.",
            "Gọi trước nếu đường xa. Cần lối đi xe lăn thì xem dòng ghi ở dưới.",
        ),
        "lớp học ở đâu, địa chỉ, nhà văn hóa, buổi học, lịch học",
        "/diem-hoc/",
        "Tìm điểm học",
    ),
    Topic(
        "lam-lai-bai-kiem-tra",
        "Chưa đạt, muốn làm lại bài kiểm tra",
        (
            "Không sao cả. Làm lại được, không bị trừ điểm.",
            "Ở trang kết quả, xem phần ghi các bài nên xem lại.",
            "Bấm vào từng bài, đọc lại. Chỗ nào khó thì hỏi người hướng dẫn.",
            "Vào lại bài kiểm tra, bấm “Bắt đầu”. Câu nào chưa rõ, chọn “Tôi chưa biết”.",
        ),
        "thi lại, trượt, không đạt, kiểm tra lại, điểm thấp",
        "/hoc/",
        "Mở việc học của tôi",
    ),
    Topic(
        "lay-giay-chung-nhan",
        "Lấy giấy chứng nhận",
        (
            "Học xong mọi bài và đạt bài kiểm tra thì giấy được cấp ngay.",
            "Mở “Việc học của tôi”, bấm “Giấy chứng nhận”.",
            "Bấm “Tải PDF” để lưu về máy.",
            "Không có máy in thì đến điểm học, nhờ in giúp.",
            "Nơi nhận giấy quét mã QR ở góc là biết giấy thật.",
        ),
        "chứng chỉ, in giấy, tải giấy, pdf, bằng",
        "/hoc/giay-chung-nhan/",
        "Xem giấy chứng nhận",
    ),
    Topic(
        "nhan-ra-trang-gia",
        "Nghi là trang giả, cuộc gọi giả",
        (
            "Dừng lại. Không bấm, không gõ gì thêm, không chuyển tiền.",
            "Nhìn địa chỉ trên cùng. Trang nhà nước thường có đuôi .gov.vn.",
            "Không đọc mã OTP, mật khẩu cho bất kỳ ai, kể cả người xưng là cán bộ.",
            "Lỡ gõ mật khẩu thì đổi ngay. Lỡ chuyển tiền thì gọi ngân hàng, báo công an xã.",
            "Không chắc thì hỏi người hướng dẫn. Hỏi trước không bao giờ muộn.",
        ),
        "lừa đảo, mạo danh, otp, trang giả, link lạ, mất tiền, hack",
    ),
)

_BY_SLUG = {topic.slug: topic for topic in TOPICS}


def find(slug: str) -> Topic | None:
    return _BY_SLUG.get(slug)


def search(text: str) -> list[Topic]:
    """Topics in which every word of `text` occurs, with or without accents; all for blank text.
    Those whose title or other words hold the text as it is come first."""
    folded = fold(text)
    found = [topic for topic in TOPICS if topic.matches(folded)]
    return sorted(found, key=lambda topic: folded not in fold(f"{topic.title} {topic.words}"))
